//! Synthetic districts from a seed: complete, plausible inputs without a real person in them.
//!
//! The same profile and seed give the same records on any machine: one `ChaCha8` stream per topic, whole numbers only.
//! This room invents; it reads no file, writes none, and knows neither policy nor solver.

mod demography;
mod facilities;
mod map;
mod papers;
mod part;
mod person;
mod posts;
pub mod profile;
mod pupils;
pub mod rounds;
mod sizing;
mod staff;
mod standards;

pub use profile::{Profile, ProfileError};
pub use sizing::{LEAST, MOST, SizeError};

use crate::domain::Records;
pub use crate::domain::dice;
use dice::Dice;

/// A district like this profile with `teachers` people on the staff, to within 3 %: more or fewer towns and schools of the
/// usual size, not larger or smaller ones.
///
/// # Errors
/// Where so many or so few people make no such district.
pub fn generate_sized(profile: &Profile, seed: u64, teachers: usize) -> Result<Records, SizeError> {
    Ok(generate(&sizing::fit(profile, seed, teachers)?, seed))
}

/// A district of this profile.
#[must_use]
pub fn generate(profile: &Profile, seed: u64) -> Records {
    let stream = |number| Dice::new(seed, number);
    let manning = profile::Manning::built_in();
    let map = map::draw(profile, &mut stream(1));
    let rolls = pupils::enroll(profile, &map, &mut stream(2));
    let sizes = posts::sizes(&map, &rolls, &manning, &mut stream(3));
    let mut teachers = staff::hire(profile, &map, &rolls, &sizes, &mut stream(4));
    let distinctions = papers::honors(profile, &map, &rolls, &mut teachers, &mut stream(5));
    Records {
        certificates: papers::certificates(&teachers, &mut stream(6)),
        enrollment: pupils::records(profile, &map, &rolls, &mut stream(7)),
        demography: demography::records(profile, &map, &rolls),
        travel: standards::travel(&map, &mut stream(8)),
        facilities: facilities::records(&map, &rolls, &mut stream(9)),
        establishment: posts::records(profile.year, &map, &sizes),
        curriculum: standards::curriculum(),
        workload: standards::workload(),
        channels: standards::channels(profile),
        honors: rounds::records(profile),
        schools: map.sites.into_iter().map(|s| s.record).collect(),
        teachers,
        distinctions,
        ..Records::default()
    }
}
