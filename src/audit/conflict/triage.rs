//! All conflicts of a ledger: found, classed, and each policy tried on them.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rayon::prelude::*;

use super::award::{Earliest, cut_at_marker, cut_at_middle, shared_evenly};
use super::class::by_runs;
use super::holdings::Holdings;
use super::meetings::{Lands, levels};
use super::nearer::nearer;
use super::policy::Verdicts;
use super::price::Prices;
use super::{
    Conflict, ConflictClass, ConflictOptions, Conflicts, Contender, Outcome, Policy, Price,
    Resolution,
};
use crate::audit::AuditError;
use crate::border::Milestones;
use crate::id::{RegistrationId, VillageId};
use crate::key::{SectionKey, VillageKey};
use crate::ledger::{Ledger, Unbalanced, check};
use crate::line::Polyline;
use crate::registry::Registry;
use crate::span::Span;
use crate::state::State;
use crate::survey::Calibration;
use crate::units::Length;

impl State {
    /// All overlaps, and all that a village's own registrations hold twice: of what kind each is,
    /// what could be decided, and what that does to every account.
    ///
    /// Nothing is left out, however short, and nothing is changed; [`Conflicts::resolve`]
    /// applies what has been decided. Takes `O(n log n)` for `n` claims, and for each conflict the
    /// claims on it and some microseconds to find who is nearest.
    ///
    /// ```
    /// use border_coverage::audit::{ConflictOptions, Policy};
    /// use border_coverage::prelude::*;
    /// use geo_types::line_string;
    /// use jiff::civil::date;
    /// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
    /// let section = SectionId::new("border")?;
    /// let border = Border::new(vec![Section::new(section.clone(), None, line)])?;
    /// let mut registry = Registry::default();
    /// for (name, from, to, year) in [("ta-kho", 0.0, 4.0, 2016), ("na-ten", 3.0, 6.0, 2015)] {
    ///     let village = VillageId::new(name)?;
    ///     registry.add_village(Village::new(village.clone(), name))?;
    ///     let km = |km| Ok::<_, Error>(Address::Km(Length::from_km(km)?));
    ///     let ends = (km(from)?, km(to)?);
    ///     let id = RegistrationId::new(name)?;
    ///     let row = Registration::written(id, village, section.clone(), ends, date(year, 3, 1));
    ///     registry.add_registration(row)?;
    /// }
    /// let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25))?;
    /// let found = state.conflicts(&ConflictOptions::default())?;
    /// let [conflict] = found.conflicts() else { panic!("one overlap") };
    /// assert_eq!((conflict.span.length().mm(), conflict.class.name()), (1_000_000, "conflict"));
    /// // The younger registration, that of the first village, would lose the kilometre.
    /// let earlier = conflict.resolution(Policy::EarlierStands).expect("all have a say");
    /// let loser = earlier.price.villages.values().next().expect("two villages");
    /// assert_eq!(loser.kept.mm(), -1_000_000);
    /// assert_eq!(earlier.price.shared.mm(), -1_000_000);
    ///
    /// let after = found.resolve(|_| Some(Policy::EarlierStands))?;
    /// assert_eq!(after.state.ledger().line().shared(), Length::ZERO);
    /// assert_eq!(after.state.ledger().line().registered(), state.ledger().line().registered());
    /// assert_eq!(after.changes[0].registration.as_str(), "ta-kho");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// When no area is of the level asked for; or, were there a fault in the library, when the
    /// conflicts do not add up to what is shared.
    pub fn conflicts(&self, options: &ConflictOptions) -> Result<Conflicts, AuditError> {
        let forest = self.registry().areas();
        if let Some(level) = &options.level {
            let known: Vec<String> = forest.levels().iter().map(ToString::to_string).collect();
            if !known.contains(level) {
                return Err(AuditError::UnknownLevel { level: level.clone(), known });
            }
        }
        let levels = levels(forest, options.level.as_deref());
        let first = first_days(self.registry());
        let mut of_section = vec![Vec::new(); self.border().sections().len()];
        for (place, claim) in self.ledger().claims().iter().enumerate() {
            of_section[claim.section].push(place);
        }
        let mut conflicts = Vec::new();
        for (section, places) in SectionKey::each(of_section) {
            let on_section = Detector::new(self, options, (section, places), &levels, &first)?;
            let found: Result<Vec<Conflict>, AuditError> = on_section
                .pieces()
                .into_par_iter()
                .map(|piece| on_section.conflict(piece))
                .collect();
            conflicts.extend(found?);
        }
        let outcomes = outcomes(self.ledger(), &conflicts)?;
        Ok(Conflicts { state: self.clone(), options: options.clone(), conflicts, outcomes })
    }
}

/// For each row, the first day of its registration: of all its rows for the same village.
fn first_days(registry: &Registry) -> Vec<Date> {
    let mut first: HashMap<(&RegistrationId, &VillageId), Date> = HashMap::new();
    for row in registry.registrations() {
        let day = first.entry((&row.id, &row.village)).or_insert(row.since);
        *day = row.since.min(*day);
    }
    let of = |row: &crate::registry::Registration| {
        first.get(&(&row.id, &row.village)).copied().unwrap_or(row.since)
    };
    registry.registrations().iter().map(of).collect()
}

/// Finds the conflicts of one section and tries the policies on them.
struct Detector<'a> {
    state: &'a State,
    section: SectionKey,
    line: &'a Polyline,
    map: &'a Calibration,
    markers: Milestones,
    holdings: Holdings<'a>,
    lands: Lands<'a>,
    first: &'a [Date],
    tolerance: Length,
}

impl<'a> Detector<'a> {
    fn new(
        state: &'a State,
        options: &ConflictOptions,
        (section, places): (SectionKey, Vec<usize>),
        levels: &[&'a str],
        first: &'a [Date],
    ) -> Result<Self, AuditError> {
        let (border, ledger) = (state.border(), state.ledger());
        let (id, line) = (border.sections()[section].id(), border.sections()[section].line());
        let map = border.calibration(id, ledger.survey())?;
        let (ring, forest) = (line.is_ring(), state.registry().areas());
        let extent = (map.extent(), ring);
        Ok(Self {
            state,
            section,
            line,
            map,
            markers: border.milestones(id, ledger.survey(), ledger.day())?,
            holdings: Holdings::new(ledger.claims(), places, ring.then(|| map.total())),
            lands: Lands::new(forest, ledger.area_accounts(), section, extent, levels),
            first,
            tolerance: options.tolerance.max(Length::ZERO),
        })
    }

    /// What is held more than once and by whom, in order along the section; of one place first
    /// what several villages hold.
    fn pieces(&self) -> Vec<(Span, Vec<VillageKey>)> {
        let overlaps = self.state.ledger().of_section(self.section).overlaps();
        let mut pieces: Vec<(Span, Vec<VillageKey>)> =
            overlaps.map(|piece| (piece.span, piece.owners.clone())).collect();
        for (village, doubles) in self.holdings.doubles() {
            pieces.extend(doubles.iter().map(|span| (span, vec![village])));
        }
        let id = |village: VillageKey| &self.state.registry().villages()[village].id;
        pieces.sort_by_cached_key(|(span, villages)| {
            (span.from(), villages.len() == 1, span.to(), id(villages[0]))
        });
        pieces
    }

    fn conflict(&self, (span, villages): (Span, Vec<VillageKey>)) -> Result<Conflict, AuditError> {
        let contenders = self.contenders(span, &villages);
        let (class, policies) = match contenders.len() {
            1 => (ConflictClass::SameVillage, &[Policy::EarlierStands][..]),
            _ => (self.class(span, &contenders), &Policy::ALL[..]),
        };
        let resolutions: Result<_, AuditError> =
            policies.iter().map(|&policy| self.resolution(policy, span, &contenders)).collect();
        Ok(Conflict { section: self.section, span, class, contenders, resolutions: resolutions? })
    }

    /// Who holds a piece, in order along the section.
    fn contenders(&self, span: Span, villages: &[VillageKey]) -> Vec<Contender> {
        let contender = |&village: &VillageKey| {
            let claims = self.holdings.claims_on(village, span);
            let rows = claims.iter().map(|&claim| self.state.ledger().claims()[claim].row);
            let mut registrations: Vec<RegistrationId> =
                rows.map(|row| self.state.registry().registrations()[row].id.clone()).collect();
            registrations.sort_unstable();
            registrations.dedup();
            let run = self.holdings.run(village, span);
            Contender { village, run, claims, registrations }
        };
        let mut contenders: Vec<Contender> = villages.iter().map(contender).collect();
        let middle = |run: Span| i128::from(run.from().mm()) + i128::from(run.to().mm());
        contenders.sort_by(|a, b| {
            let id = |c: &Contender| &self.state.registry().villages()[c.village].id;
            middle(a.run).cmp(&middle(b.run)).then_with(|| id(a).cmp(id(b)))
        });
        contenders
    }

    fn class(&self, span: Span, contenders: &[Contender]) -> ConflictClass {
        let areas_of = &self.state.ledger().members().areas_of;
        by_runs(contenders, self.tolerance)
            .or_else(|| self.lands.seam(span, self.tolerance, contenders, areas_of))
            .unwrap_or(ConflictClass::Conflict)
    }

    /// What a policy does to a piece, and what that costs.
    fn resolution(
        &self,
        policy: Policy,
        span: Span,
        contenders: &[Contender],
    ) -> Result<Resolution, AuditError> {
        let villages: Vec<VillageKey> = contenders.iter().map(|c| c.village).collect();
        let shared = contenders.len() > 1;
        let Verdicts { awards, undecided } = match policy {
            Policy::EarlierStands => {
                let claims = self.state.ledger().claims();
                let on_it = contenders.iter().flat_map(|c| &c.claims).copied();
                Earliest { claims, first: self.first, rows: !shared }.verdicts(span, on_it)
            }
            Policy::CutAtMiddle => cut_at_middle(span, &villages),
            Policy::CutAtMarker => cut_at_marker(span, &villages, &self.markers),
            Policy::NearerVillage => nearer(
                self.line,
                (self.state.survey(), self.map),
                span,
                &villages,
                self.state.registry().villages(),
            )?,
            Policy::ShareEvenly => shared_evenly(span, &villages),
        };
        let areas_of = &self.state.ledger().members().areas_of;
        let prices = Prices { holdings: &self.holdings, lands: &self.lands, areas_of };
        let price = if shared { prices.of(contenders, &awards) } else { Price::default() };
        let resolution = Resolution { policy, awards, undecided, price };
        let told = resolution.decided_length() + resolution.undecided_length();
        check(&policy, "awards and what is undecided tile the conflict", told, span.length())?;
        Ok(resolution)
    }
}

/// What each policy does, applied to all conflicts.
fn outcomes(ledger: &Ledger, conflicts: &[Conflict]) -> Result<Vec<Outcome>, Unbalanced> {
    let line = ledger.line();
    let mut sums: BTreeMap<Policy, [Length; 4]> =
        Policy::ALL.into_iter().map(|policy| (policy, [Length::ZERO; 4])).collect();
    for conflict in conflicts.iter().filter(|conflict| conflict.is_shared()) {
        for resolution in &conflict.resolutions {
            let [decided, undecided, shared, recognised] =
                sums.entry(resolution.policy).or_default();
            *decided += resolution.decided_length();
            *undecided += resolution.undecided_length();
            *shared += resolution.price.shared;
            *recognised += resolution.price.recognised;
        }
    }
    let outcome = |(policy, sums): (Policy, [Length; 4])| {
        let [decided, undecided, shared, recognised] = sums;
        check(&policy, "the conflicts add up to shared", decided + undecided, line.shared())?;
        let line = line.moved(&policy, decided, shared, recognised)?;
        check(&policy, "registered stays", line.registered(), ledger.line().registered())?;
        check(&policy, "what is left undecided stays shared", line.shared(), undecided)?;
        Ok(Outcome { policy, decided, undecided, recognised, line })
    };
    sums.into_iter().map(outcome).collect()
}
