//! A row of `certificates` 资格.

use crate::domain::records::CertificateRecord;
use crate::domain::words::CertificateKind;
use crate::ingest::cells::Row;
use crate::ingest::codes;
use crate::ingest::collector::Args;

pub(super) fn record(row: &mut Row<'_>) -> CertificateRecord {
    let record = CertificateRecord {
        teacher: row.reference("teacher"),
        certificate: row.word("certificate"),
        stage: row.opt_word("stage"),
        kind: row.opt_kind("kind"),
        valid_until: row.opt_month("valid_until"),
    };
    if record.certificate == CertificateKind::Teaching && record.stage.is_none() && row.is_read("certificate") {
        row.refuse("stage", &codes::E414, &Args::none());
    }
    record
}
