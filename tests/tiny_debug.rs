mod common;
mod tiny;
#[test]
fn show() {
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let tiny::Tiny { case, policy, .. } = tiny::tiny(seed);
    let all = tiny::enumerate::Enumeration::new(&case, &policy, tiny::grain(&case, &policy), true);
    let (score, best) = all.best();
    let answer = tiny::answer(&case, &policy);
    let plan = answer.plan.unwrap();
    let show = |p: &junheng::plan::Plan| {
        for q in &p.postings {
            let t = &case.teachers[q.teacher.at()];
            println!("  {} {:?} {} {}->{:?} {:?} {:?}", t.record.id, t.others, case.kinds[t.kind.at()].code, case.units[t.unit.at()].code, q.unit.map(|u| &case.units[u.at()].code), q.moved, q.shares);
        }
        println!("  {:?}", p.hires);
        let e = junheng::verify::evaluate(&case, &policy, p);
        println!("  {:?} {}", e.tiers, e.lawful);
        for f in e.findings { println!("    {} {:?} {} {} {:?}", f.rule, f.severity, f.place, f.amount, f.text); }
    };
    for d in &case.demand { println!("{} {} {:?} {:?}", case.units[d.unit.at()].code, case.kinds[d.kind.at()].code, d.lessons, d.load); }
    println!("{score:?} best"); show(&best);
    println!("{:?} engine", tiny::stated(&answer.outcome)); show(&plan);
}
