//! A row of `teachers` 教师.

use crate::domain::records::TeacherRecord;
use crate::ingest::cells::Row;

pub(super) fn record(row: &mut Row<'_>) -> TeacherRecord {
    TeacherRecord {
        id: row.code("id"),
        name: row.opt_text("name"),
        sex: row.word("sex"),
        birth: row.month("birth"),
        school: row.reference("school"),
        stage: row.word("stage"),
        kind: row.kind("kind"),
        other_kinds: row.kinds("other_kinds"),
        employment: row.word("employment"),
        post: row.word("post"),
        first_employed: row.opt_month("first_employed"),
        degree: row.word("degree"),
        title: row.word("title"),
        title_since: row.opt_month("title_since"),
        role: row.word("role"),
        role_since: row.opt_month("role_since"),
        terms: row.int("terms"),
        in_school_since: row.month("in_school_since"),
        rural_years: row.int("rural_years"),
        homeroom: row.yes("homeroom"),
        state: row.word("state"),
        exempt_until: row.opt_month("exempt_until"),
        exempt_reason: row.opt_text("exempt_reason"),
        bond_until: row.opt_month("bond_until"),
        retirement_category: row.opt_word("retirement_category"),
        retirement_option: row.word("retirement_option"),
        dual_qualified: row.yes("dual_qualified"),
        spouse: row.opt_reference("spouse"),
        hardship: row.yes("hardship"),
        home_town: row.opt_text("home_town"),
        preferences: row.list("preferences"),
        pinned: row.opt_reference("pinned"),
        forbidden: row.list("forbidden"),
    }
}
