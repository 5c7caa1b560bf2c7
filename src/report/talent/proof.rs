//! What the nominations rest on: value, bound, fresh futures, seniority, what is not known.

use super::Context;
use crate::messages::Text;
use crate::plan::rows::thousandths;
use crate::report::number::{gap_percent, percent};
use crate::talent::nominate::Sample;

impl Context<'_> {
    pub(super) fn proof(&self) -> Vec<Text> {
        let talent = self.talent;
        let mut lines = vec![self.proven()];
        let fresh = Text::new("talent.proof.fresh").with("runs", talent.chance.runs);
        let fresh = fresh.with("value", thousandths(talent.chance.weighted / 1000));
        lines.push(fresh.with("all", percent(talent.chance.all / 1000)));
        let rank = Text::new("talent.proof.seniority").with("value", thousandths(talent.by_seniority.weighted / 1000));
        lines.push(rank.with("all", percent(talent.by_seniority.all / 1000)));
        if !talent.rates {
            lines.push(Text::new("talent.proof.no-rates"));
        }
        if talent.proof.beyond > 0 {
            lines.push(Text::new("talent.proof.beyond").with("people", talent.proof.beyond));
        }
        lines
    }

    /// How near to the best the nominations are.
    fn proven(&self) -> Text {
        let proof = self.talent.proof;
        let people =
            |millionths: Option<i64>| millionths.map_or_else(unknown, |value| thousandths((value + 500) / 1000));
        match proof.sample {
            Some(sample) if !proof.is_exact() && sample.bound.is_some() => over_sample(sample, proof.is_closed()),
            _ => {
                let key = if proof.is_exact() { "talent.proof.exact" } else { "talent.proof.short" };
                let text = Text::new(key).with("value", people(proof.value)).with("bound", people(proof.bound));
                text.with("gap", proof.gap_ppm().map_or_else(unknown, gap_percent))
            }
        }
    }
}

fn over_sample(sample: Sample, closed: bool) -> Text {
    let futures = i64::try_from(sample.futures.max(1)).unwrap_or(i64::MAX);
    let key = if closed { "talent.proof.closed" } else { "talent.proof.open" };
    let text = Text::new(key).with("futures", sample.futures).with("value", thousandths(sample.value / futures));
    let text = text.with("bound", sample.bound.map_or_else(unknown, |bound| thousandths(bound / futures)));
    text.with("gap", sample.gap_ppm().map_or_else(unknown, gap_percent))
}

fn unknown() -> String {
    "–".to_owned()
}
