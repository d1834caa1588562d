//! The dull twin: every millimetre of the line on its own.

use std::collections::BTreeSet;

use super::*;
use crate::geodesy::distance;
use crate::key::{AreaKey, RowKey, VillageKey};

/// The claims of a ledger, looked at millimetre by millimetre.
struct Dense<'a> {
    state: &'a State,
    claims: Vec<Claim>,
}

impl<'a> Dense<'a> {
    fn new(state: &'a State) -> Self {
        Self { state, claims: state.ledger().claims().to_vec() }
    }

    fn on(&self, section: usize, mm: i64) -> impl Iterator<Item = (usize, &Claim)> {
        let all = self.claims.iter().enumerate();
        let at = Measure::from_mm(mm);
        all.filter(move |(_, c)| c.section.index() == section && c.span.contains(at))
    }

    fn villages(&self, section: usize, mm: i64) -> BTreeSet<usize> {
        self.on(section, mm).map(|(_, claim)| claim.village.index()).collect()
    }

    /// Whether a village's own rows hold a millimetre twice.
    fn twice(&self, section: usize, mm: i64, village: usize) -> bool {
        self.on(section, mm).filter(|(_, claim)| claim.village.index() == village).count() > 1
    }

    /// How far a village's holding goes on around a span, round a ring and beyond.
    fn run(&self, section: usize, village: usize, around: Span) -> (i64, i64) {
        let length = SECTIONS[section].1;
        let holds = |mm: i64| {
            let turned = if section == 1 { mm.rem_euclid(length) } else { mm };
            self.on(section, turned).any(|(_, claim)| claim.village.index() == village)
        };
        let (mut from, mut to) = (around.from().mm(), around.to().mm());
        while from > -length && holds(from - 1) {
            from -= 1;
        }
        while to < 2 * length && holds(to) {
            to += 1;
        }
        (from, to)
    }

    /// The areas of a level that answer for a millimetre.
    fn lands(&self, section: usize, mm: i64, level: &str) -> BTreeSet<usize> {
        let length = SECTIONS[section].1;
        if section == 0 && !(0..length).contains(&mm) {
            return BTreeSet::new();
        }
        let at = Measure::from_mm(mm.rem_euclid(length));
        let accounts = self.state.ledger().areas().iter();
        let there = accounts.filter(|a| AREAS[a.key.index()].1 == level);
        there.filter(|a| a.jurisdiction[section].contains(at)).map(|a| a.key.index()).collect()
    }

    fn class(&self, conflict: &Detected, tolerance: i64, levels: &[&str]) -> &'static str {
        if conflict.contenders.len() == 1 {
            return "same_village";
        }
        let run =
            |c: &Contender| self.run(conflict.section.index(), c.village.index(), conflict.span());
        let runs: Vec<(i64, i64)> = conflict.contenders.iter().map(run).collect();
        let from = runs.iter().map(|run| run.0).max().unwrap();
        let to = runs.iter().map(|run| run.1).min().unwrap();
        let at_end = |run: &(i64, i64)| (run.0 == from) != (run.1 == to);
        if to - from <= tolerance && runs.iter().all(at_end) {
            return "sliver";
        }
        for (i, a) in runs.iter().enumerate() {
            if runs.iter().enumerate().any(|(j, b)| i != j && b.0 <= a.0 && a.1 <= b.1) {
                return "inside";
            }
        }
        if levels.iter().any(|level| self.is_seam(conflict, tolerance, level)) {
            return "seam";
        }
        "conflict"
    }

    fn is_seam(&self, conflict: &Detected, tolerance: i64, level: &str) -> bool {
        let areas_of = &self.state.ledger().members().areas_of;
        let in_area = |area: usize, but: usize| {
            conflict.contenders.iter().any(|c| {
                areas_of[c.village.index()].contains(&AreaKey::new(area))
                    && !areas_of[c.village.index()].contains(&AreaKey::new(but))
            })
        };
        let (section, length) = (conflict.section.index(), SECTIONS[conflict.section.index()].1);
        let first = (conflict.span().from().mm() - tolerance).max(0);
        let last = (conflict.span().to().mm() + tolerance).min(length);
        (first..=last).any(|mm| {
            let before = self.lands(section, mm - 1, level);
            let behind = self.lands(section, mm, level);
            before != behind
                && before
                    .iter()
                    .any(|&a| behind.iter().any(|&b| a != b && in_area(a, b) && in_area(b, a)))
        })
    }

    /// The first day of a registration: of all its rows for the same village.
    fn first_day(&self, row: usize) -> Date {
        let rows = self.state.registry().registrations();
        let own =
            rows.iter().filter(|r| (&r.id, &r.village) == (&rows[row].id, &rows[row].village));
        own.map(|r| r.since).min().unwrap()
    }

    /// Who should get a millimetre, and by which row where it is the village's own business; no
    /// one where it is undecided.
    fn verdict(
        &self,
        conflict: &Detected,
        policy: Policy,
        mm: i64,
    ) -> Option<(usize, Option<usize>)> {
        let order: Vec<usize> = conflict.contenders.iter().map(|c| c.village.index()).collect();
        let (from, length) = (conflict.span().from().mm(), conflict.span().length().mm());
        let count = order.len() as i64;
        match policy {
            Policy::EarlierStands if count == 1 => {
                let own = || {
                    self.on(conflict.section.index(), mm)
                        .filter(|(_, c)| c.village.index() == order[0])
                };
                let first = own().map(|(_, c)| self.first_day(c.row.index())).min()?;
                let mut earliest = own().filter(|(_, c)| self.first_day(c.row.index()) == first);
                let (only, more) = (earliest.next()?.1, earliest.next());
                let lost = own().any(|(_, c)| c.recognised) && !only.recognised;
                (more.is_none() && !lost).then_some((order[0], Some(only.row.index())))
            }
            Policy::EarlierStands => {
                let here = || self.on(conflict.section.index(), mm).map(|(_, c)| c);
                let first = here().map(|c| self.first_day(c.row.index())).min()?;
                let earliest: BTreeSet<usize> = here()
                    .filter(|c| self.first_day(c.row.index()) == first)
                    .map(|c| c.village.index())
                    .collect();
                (earliest.len() == 1).then(|| (*earliest.first().unwrap(), None))
            }
            Policy::CutAtMiddle if count > 2 => None,
            Policy::CutAtMiddle | Policy::ShareEvenly => {
                // Dealt out one by one, then laid side by side.
                let dealt = (0..length).map(|i| i % count);
                let mut shares: Vec<i64> = dealt.collect();
                shares.sort_unstable();
                Some((order[shares[(mm - from) as usize] as usize], None))
            }
            Policy::CutAtMarker if count > 2 => None,
            Policy::CutAtMarker => {
                let (state, id) = (self.state, section(conflict.section.index()));
                let map = state.border().calibration(&id, &survey()).unwrap();
                let own = state.border().markers().iter().filter(|m| m.marker.section == id);
                let places = own.map(|m| map.measure(m.placed.unwrap().place).mm());
                let middle = from + (length + 1) / 2;
                let nearest = places.min_by_key(|at| ((at - middle).abs(), *at))?;
                Some((order[usize::from(mm >= nearest)], None))
            }
            Policy::NearerVillage => {
                let villages = self.state.registry().villages();
                let mut by_id = order;
                by_id.sort_by_key(|&v| &villages[v].id);
                let at: Option<Vec<LonLat>> = by_id.iter().map(|&v| villages[v].at).collect();
                let line = line(conflict.section.index());
                let share = (mm as f64 + 0.5) / SECTIONS[conflict.section.index()].1 as f64;
                let here = line.at(Place::new(line.length() * share).unwrap()).unwrap();
                let far: Vec<f64> = at?.iter().map(|&at| distance(at, here)).collect();
                let best = (0..far.len()).min_by(|&a, &b| far[a].total_cmp(&far[b]))?;
                Some((by_id[best], None))
            }
        }
    }

    /// Every figure, counted.
    fn count(&self) -> Figures {
        let mut figures = Figures::default();
        let ledger = self.state.ledger();
        let areas_of = &ledger.members().areas_of;
        let one = |yes: bool| Length::from_mm(i64::from(yes));
        for (section, (_, length)) in SECTIONS.iter().enumerate() {
            for mm in 0..*length {
                let villages = self.villages(section, mm);
                let recognised = self.on(section, mm).any(|(_, c)| c.recognised);
                let (once, shared) = (villages.len() == 1, villages.len() > 1);
                let by_place = [one(once), one(shared), one(recognised)];
                figures.add(("line", 0), &by_place);
                for &village in &villages {
                    figures.add(("village", village), &[one(true), one(once), one(shared)]);
                }
                for a in ledger.areas() {
                    if a.jurisdiction[section].contains(Measure::from_mm(mm)) {
                        figures.add(("land", a.key.index()), &by_place);
                    }
                    let kept = villages.iter().any(|&v| areas_of[v].contains(&a.key));
                    figures.add(("members", a.key.index()), &[one(kept)]);
                }
            }
        }
        figures
    }

    /// The claims millimetre by millimetre, without what each decision takes; what a village's
    /// own rows give up last.
    fn decide(&mut self, found: &[Detected], policies: &[Option<Policy>]) {
        let mut lost: BTreeSet<(usize, i64)> = BTreeSet::new();
        for (conflict, policy) in found.iter().zip(policies) {
            let Some(policy) = policy.filter(|&p| conflict.decision(p).is_some()) else {
                continue;
            };
            for mm in conflict.span().from().mm()..conflict.span().to().mm() {
                let Some((to, row)) = self.verdict(conflict, policy, mm) else { continue };
                let loses = |c: &Claim| match row {
                    None => c.village.index() != to,
                    Some(row) => c.village.index() == to && c.row.index() != row,
                };
                let losers = self.on(conflict.section.index(), mm).filter(|(_, c)| loses(c));
                lost.extend(losers.map(|(i, _)| (i, mm)));
            }
        }
        let cut = |(i, claim): (usize, &Claim)| {
            let kept = claim.span.from().mm()..claim.span.to().mm();
            let kept = kept.filter(|&mm| !lost.contains(&(i, mm)));
            kept.map(|mm| Claim { span: span(mm, mm + 1), ..claim.clone() }).collect::<Vec<_>>()
        };
        self.claims = self.claims.iter().enumerate().flat_map(cut).collect();
    }
}

/// Whether two villages are so nearly as far that either may be named.
fn is_tie(dense: &Dense<'_>, conflict: &Detected, mm: i64) -> bool {
    let share = (mm as f64 + 0.5) / SECTIONS[conflict.section.index()].1 as f64;
    let line = line(conflict.section.index());
    let here = line.at(Place::new(line.length() * share).unwrap()).unwrap();
    let villages = dense.state.registry().villages();
    let at = conflict.contenders.iter().filter_map(|c| villages[c.village].at);
    let mut far: Vec<f64> = at.map(|at| distance(at, here)).collect();
    far.sort_by(f64::total_cmp);
    far.windows(2).next().is_some_and(|w| w[1] - w[0] < 1e-3)
}

/// Any policy or none for each conflict.
fn any_policies() -> impl Strategy<Value = Vec<Option<Policy>>> {
    let policy = prop::option::weighted(0.8, prop::sample::select(Policy::ALL.to_vec()));
    prop::collection::vec(policy, 200)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn conflicts_are_what_each_millimetre_says(
        world in worlds(), tolerance in 0..12_i64, level in prop::sample::select(vec![None, Some("commune"), Some("district")]),
    ) {
        world.with(|state| {
            let options = ConflictOptions {
                tolerance: Length::from_mm(tolerance),
                level: level.map(str::to_owned),
            };
            let found = detect(state, &options).unwrap();
            let levels: Vec<&str> = level.map_or(vec!["post", "commune"], |level| vec![level]);
            let dense = Dense::new(state);
            for (section, (_, length)) in SECTIONS.iter().enumerate() {
                for mm in 0..*length {
                    let here: Vec<&Detected> = found.iter()
                        .filter(|c| c.section.index() == section && c.span().contains(Measure::from_mm(mm)))
                        .collect();
                    let villages = dense.villages(section, mm);
                    let shared: Vec<_> = here.iter().filter(|c| c.is_shared()).collect();
                    prop_assert_eq!(shared.len(), usize::from(villages.len() > 1));
                    for conflict in shared {
                        let all: BTreeSet<usize> = conflict.contenders.iter().map(|c| c.village.index()).collect();
                        prop_assert_eq!(&all, &villages);
                    }
                    for village in 0..VILLAGES {
                        let own = here.iter().filter(|c| !c.is_shared() && c.contenders[0].village.index() == village);
                        prop_assert_eq!(own.count(), usize::from(dense.twice(section, mm, village)));
                    }
                }
            }
            for conflict in &found {
                let (from, to) = (conflict.span().from().mm(), conflict.span().to().mm());
                for beyond in [from - 1, to] {
                    let village = conflict.contenders[0].village.index();
                    if conflict.is_shared() {
                        let all: BTreeSet<usize> =
                            conflict.contenders.iter().map(|c| c.village.index()).collect();
                        let outside = !(0..SECTIONS[conflict.section.index()].1).contains(&beyond);
                        prop_assert!(outside || dense.villages(conflict.section.index(), beyond) != all);
                    } else {
                        prop_assert!(!dense.twice(conflict.section.index(), beyond, village));
                    }
                }
                for c in &conflict.contenders {
                    let (run, own) = (dense.run(conflict.section.index(), c.village.index(), conflict.span()), c.run);
                    let whole = |(a, b): (i64, i64)| b - a >= SECTIONS[conflict.section.index()].1;
                    prop_assert!(run == (own.from().mm(), own.to().mm()) || whole(run));
                    let claims: BTreeSet<usize> = (from..to).flat_map(|mm| dense.on(conflict.section.index(), mm))
                        .filter(|(_, claim)| claim.village.index() == c.village.index()).map(|(i, _)| i).collect();
                    prop_assert!(claims.iter().eq(&c.claims));
                }
                prop_assert_eq!(conflict.conflict.class.to_string(), dense.class(conflict, tolerance, &levels), "{:?}", conflict);
                let run = |key: VillageKey| {
                    dense.run(conflict.section.index(), key.index(), conflict.span())
                };
                if let Some(inner) = &conflict.conflict.inner {
                    let inner = state.registry().village_key(inner).unwrap();
                    let mut others = conflict.contenders.iter().map(|c| c.village).filter(|&v| v != inner);
                    prop_assert!(others.any(|outer| run(outer).0 <= run(inner).0 && run(inner).1 <= run(outer).1));
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn verdicts_and_prices_are_what_each_millimetre_says(world in worlds()) {
        world.with(|state| {
            let found = detected(state);
            for (i, conflict) in found.iter().enumerate() {
                let mut tied = false;
                for decision in &conflict.decisions {
                    let dense = Dense::new(state);
                    for mm in conflict.span().from().mm()..conflict.span().to().mm() {
                        let at = Measure::from_mm(mm);
                        let award = decision.verdicts.awards.iter().find(|award| award.span.contains(at));
                        let left = decision.verdicts.undecided.iter().find(|left| left.span.contains(at));
                        prop_assert!(award.is_some() != left.is_some());
                        let given = award.map(|award| (award.village.index(), award.row.map(RowKey::index)));
                        let nearer = decision.policy == Policy::NearerVillage;
                        if nearer && is_tie(&dense, conflict, mm) {
                            tied = true;
                            continue;
                        }
                        prop_assert_eq!(given, dense.verdict(conflict, decision.policy, mm), "{:?} at {}", decision, mm);
                    }
                    // The price, counted with this one decision taken.
                    if tied {
                        continue;
                    }
                    let mut after = Dense::new(state);
                    let mut policies = vec![None; found.len()];
                    policies[i] = Some(decision.policy);
                    after.decide(&found, &policies);
                    let mut priced = dense.count();
                    priced.pay(&decision.price);
                    prop_assert_eq!(priced, after.count());
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn any_decisions_change_every_figure_by_the_sum_of_their_prices(world in worlds(), policies in any_policies()) {
        world.with(|state| {
            let found = detected(state);
            prop_assume!(found.len() <= policies.len());
            let index = |conflict: &Conflict| found.iter().position(|c| c.conflict == *conflict).unwrap();
            let options = ConflictOptions::default();
            let after = state.resolve_conflicts(&options, |conflict| policies[index(conflict)]).unwrap();
            let (mut priced, mut left) = (Figures::of(state.ledger()), 0);
            let (mut ties, mut untouched) = (false, 0);
            let dense = Dense::new(state);
            prop_assert_eq!(&priced, &dense.count());
            for (conflict, policy) in found.iter().zip(&policies) {
                let decision = policy.and_then(|policy| conflict.decision(policy));
                match decision {
                    Some(decision) => {
                        priced.pay(&decision.price);
                        left += if conflict.is_shared() { decision.verdicts.undecided_length().mm() } else { 0 };
                        let all = conflict.span().from().mm()..conflict.span().to().mm();
                        ties |= decision.policy == Policy::NearerVillage
                            && all.into_iter().any(|mm| is_tie(&dense, conflict, mm));
                    }
                    None if conflict.is_shared() => untouched += conflict.span().length().mm(),
                    None => {}
                }
            }
            let figures = Figures::of(after.state.ledger());
            prop_assert_eq!(&figures, &priced);
            prop_assert_eq!(after.state.ledger().line().shared().mm(), left + untouched);
            prop_assert_eq!(after.state.ledger().line().registered(), state.ledger().line().registered());
            if !ties {
                let mut dense = dense;
                dense.decide(&found, &policies);
                prop_assert_eq!(&figures, &dense.count());
            }
            Ok(())
        })?;
    }
}
