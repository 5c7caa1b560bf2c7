//! New teachers come by a channel, within its posts and supply, to units and kinds it serves.
//!
//! Formula: `Σ_{u,k} h[u,k,ch] ≤ limit[ch]`; other hires are not listed. Unit: persons.
//! Why: recruitment posts are approved yearly (63 for 2025 graduates in Dazu; standards §7).

use super::teaching_time::hire_teaches;
use super::{Assessment, Context, Entry, Page, Rule, finding, with_unit};
use crate::domain::{Case, ChannelIx, KindGroup, KindIx, UnitIx};
use crate::formulation::assembly::Assembly;
use crate::messages::Text;
use crate::plan::{Indicator, Plan};
use crate::policy::{Policy, RuleSettings, RuleSpec, Strength};

pub(super) const ENTRY: Entry = Entry {
    spec: RuleSpec { name: NAME, listing: true, params: &[] },
    page: Page {
        zh: "招聘计划",
        en: "Hires within posts and supply",
        sentence_zh: "各渠道招聘人数不超过计划与供给，并只到该渠道适用的学科、学段和区域。",
        sentence_en: "Hires by each channel stay within its posts and supply and go only where the channel serves.",
        formula: "Σ h[u,k,ch] ≤ limit[ch]",
        unit: "person",
        source: "年度招聘计划(招聘渠道表)",
    },
    make: |_, settings| Box::new(Hiring::new(settings)),
};
const NAME: &str = "hiring";

/// The rule.
pub struct Hiring {
    strength: Strength,
}

impl Hiring {
    pub(super) fn new(settings: &RuleSettings) -> Self {
        Self { strength: settings.strength.clone() }
    }

    /// Whether `channel` serves `kind` in `unit`. Nobody is hired for general work alone.
    pub(super) fn allows(case: &Case, unit: UnitIx, kind: KindIx, channel: ChannelIx) -> bool {
        let (of, to) = (&case.channels[channel.at()], &case.units[unit.at()]);
        to.open
            && case.kinds[kind.at()].group != KindGroup::General
            // A channel for teachers of any subject does not bring an accountant.
            && of.kind.map_or_else(|| hire_teaches(case, unit, kind), |k| k == kind)
            && of.stage.is_none_or(|s| s == to.stage)
            && of.setting.is_none_or(|s| s == case.school_of(unit).setting)
    }
}

impl Rule for Hiring {
    fn build<'a>(&'a self, context: &Context<'a>, program: &mut Assembly<'a>) {
        let rows: Vec<_> = context
            .case
            .channels_ix()
            .map(|(ix, channel)| {
                program.row(NAME, format!("{}|{}", channel.code, ix.at()), None, Some(channel.limit.small()))
            })
            .collect();
        program.each_hire(move |hire, terms| terms.row(rows[hire.channel.at()], 1));
    }

    fn assess(&self, case: &Case, policy: &Policy, plan: &Plan) -> Assessment {
        let admission = super::Admission::new(case, policy);
        let mut assessment = Assessment::default();
        let mut by_channel = vec![0; case.channels.len()];
        for hire in &plan.hires {
            by_channel[hire.channel.at()] += hire.count;
            let fits =
                hire.count > 0 && case.is_public(hire.unit) && Self::allows(case, hire.unit, hire.kind, hire.channel);
            if !fits || !admission.is_needed(hire.unit, hire.kind) {
                let (unit, kind) = (&case.units[hire.unit.at()], &case.kinds[hire.kind.at()]);
                let text = with_unit(Text::new("rule.hiring.place"), case, unit)
                    .with_name("kind", &kind.zh, &kind.en)
                    .with("channel", &case.channels[hire.channel.at()].name);
                assessment.violation += hire.count.max(1);
                assessment.findings.push(finding(
                    NAME,
                    &self.strength,
                    &unit.code,
                    (hire.count * 1000, "person"),
                    text,
                ));
            }
        }
        for (channel, &hired) in case.channels.iter().zip(&by_channel) {
            let over = hired - channel.limit.small();
            if over > 0 {
                let text = Text::new("rule.hiring.limit")
                    .with("channel", &channel.code)
                    .with("hired", hired)
                    .with("limit", channel.limit);
                assessment.violation += over;
                assessment.findings.push(finding(NAME, &self.strength, &channel.code, (over * 1000, "person"), text));
            }
        }
        let total: i64 = by_channel.iter().sum();
        let most: i64 = case.channels.iter().map(|c| c.limit.small()).sum();
        assessment
            .indicators
            .push(Indicator::flow("hires", Some(total * 1000)).limited(most * 1000, Some(total <= most)));
        assessment
    }
}
