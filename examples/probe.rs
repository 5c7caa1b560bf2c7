use junheng::{domain::*, formulation, ingest, pipeline, policy::Policy, solver};
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let t = Instant::now();
    let reading = ingest::read(std::path::Path::new(&args[1]), &ingest::ReadOptions::default()).unwrap();
    eprintln!("read {:?} issues {} blocked {}", t.elapsed(), reading.issues.len(), reading.blocked());
    for i in reading.issues.iter().take(5) {
        eprintln!("{} {:?} {:?}", i.code, i.place, i.value);
    }
    let text = std::fs::read_to_string(&args[2]).unwrap();
    let policy = Policy::parse(&text, &formulation::rules::specs()).unwrap_or_else(|e| panic!("{e:?}"));
    let year = reading.year.unwrap();
    let t = Instant::now();
    let case = Case::from_records(&reading.records, year).unwrap();
    eprintln!(
        "case {:?} units {} teachers {} demand {}",
        t.elapsed(),
        case.units.len(),
        case.teachers.len(),
        case.demand.len()
    );
    let t = Instant::now();
    let f = formulation::formulate(&case, &policy);
    eprintln!(
        "formulate {:?} cohorts {} paths {} hires {} profiles {} shares {} cols {} rows {}",
        t.elapsed(),
        f.cohorts.len(),
        f.decisions.paths.len(),
        f.decisions.hires.len(),
        f.decisions.profiles.len(),
        f.decisions.shares.len(),
        f.program.columns.len(),
        f.program.rows.len()
    );
    let movable = f.cohorts.iter().filter(|c| !c.key.destinations.is_empty()).count();
    let mob = f.cohorts.iter().filter(|c| !c.key.destinations.is_empty()).map(|c| c.members.len()).sum::<usize>();
    eprintln!("movable cohorts {movable} people {mob}");
    let start = formulation::start::values(&case, &policy, &f);
    eprintln!(
        "start {:?} values {:?}",
        f.program.check(&start).map(|b| match b {
            junheng::program::Broken::Row(r) => f.program.rows[r.at()].name.to_string(),
            junheng::program::Broken::Bound(c) => f.program.columns[c.at()].name.clone(),
        }),
        f.program.values(&start)
    );
    if args.len() > 3 {
        dump(&f.program, &args[3]);
        return;
    }
    let t = Instant::now();
    struct P(Instant);
    impl solver::Progress for P {
        fn event(&self, e: solver::Event) {
            eprintln!("{:?} {e:?}", self.0.elapsed());
        }
    }
    let job = pipeline::Job {
        records: reading.records,
        year,
        sources: vec![],
        policy,
        settings: solver::Settings::default(),
    };
    match pipeline::solve(job, &P(t)) {
        Ok(s) => {
            eprintln!("solved {:?} {:?} {:?}", t.elapsed(), s.outcome.termination, s.outcome.stats);
            for t in &s.outcome.tiers {
                eprintln!("{t:?} gap {:?}", t.gap_ppm());
            }
            eprintln!("moves {} hires {}", s.statement.moves.len(), s.statement.hires.len());
            for i in &s.statement.indicators {
                eprintln!("{} {} -> {} / {} {}", i.indicator, i.before, i.after, i.limit, i.met);
            }
        }
        Err(e) => eprintln!("{e}"),
    }
}
#[allow(dead_code)]
fn dump(p: &junheng::program::Program, path: &str) {
    use std::io::Write;
    let mut f = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(f, "{} {} {}", p.columns.len(), p.rows.len(), p.tiers.len()).unwrap();
    for c in &p.columns {
        writeln!(f, "{} {} {} {}", c.lower, c.upper, i32::from(c.integer), c.name.replace(' ', "_")).unwrap();
    }
    for r in &p.rows {
        write!(
            f,
            "{} {} {}",
            r.lower.map_or("-".into(), |x| x.to_string()),
            r.upper.map_or("-".into(), |x| x.to_string()),
            r.name.to_string().replace(' ', "_")
        )
        .unwrap();
        for (c, a) in &r.terms {
            write!(f, " {} {}", c.at(), a).unwrap();
        }
        writeln!(f).unwrap();
    }
    for t in &p.tiers {
        write!(f, "{}", t.name).unwrap();
        for (c, a) in &t.terms {
            write!(f, " {} {}", c.at(), a).unwrap();
        }
        writeln!(f).unwrap();
    }
}
