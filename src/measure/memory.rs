//! Resident memory of a process as the system counts it; nothing where the system does not say (only Linux does).

#![allow(clippy::disallowed_methods, reason = "the system's own account of a process, not a file of the user")]

use std::fs;

/// A number of KiB from the account of the process `pid` (`self` for this one): `VmHWM` is the peak, `VmRSS` what is held now.
fn kib(pid: &str, field: &str) -> Option<u64> {
    let account = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = account.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What this process holds now, in KiB. From here on the peak is counted anew, where the system allows that.
pub(super) fn begin() -> Option<u64> {
    // Where it is refused the peak is that of the whole process, which is no less.
    drop(fs::write("/proc/self/clear_refs", "5"));
    kib("self", "VmRSS")
}

/// The peak of this process, in KiB.
pub(super) fn peak() -> Option<u64> {
    kib("self", "VmHWM")
}

/// The peak of a child that is still there, in KiB.
pub(super) fn peak_of(pid: u32) -> Option<u64> {
    kib(&pid.to_string(), "VmHWM")
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_allocated_shows_in_the_peak() {
        // A peak that does not move would be worth nothing.
        let before = begin().unwrap();
        let block = vec![1_u8; 64 << 20];
        assert!(block.iter().all(|&byte| byte == 1));
        assert!(peak().unwrap() >= before + (60 << 10), "{before} {:?}", peak());
        assert!(peak_of(std::process::id()).is_some() && peak_of(u32::MAX).is_none());
    }
}
