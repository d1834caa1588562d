//! All conflicts of a ledger: found, classed, and each policy tried on them.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use rayon::prelude::*;

use super::allocate::{Earliest, Verdicts, cut_at_marker, cut_at_middle, shared_evenly};
use super::boundaries::{Lands, levels};
use super::class::Runs;
use super::contender::Contender;
use super::holdings::Holdings;
use super::nearer::nearer;
use super::price::{PriceSums, Prices};
use super::{Conflict, ConflictClass, ConflictOptions, Policy, Resolution, Seam};
use crate::audit::AuditError;
use crate::border::{Milestones, Stretch};
use crate::id::{RegistrationId, VillageId};
use crate::key::{SectionKey, VillageKey};
use crate::ledger::check;
use crate::line::Polyline;
use crate::registry::Registry;
use crate::span::Span;
use crate::state::State;
use crate::survey::Calibration;
use crate::units::Length;

/// A conflict, with the keys by which it is decided.
#[derive(Debug)]
pub(super) struct Detected {
    pub(super) section: SectionKey,
    /// Who holds it, in the order of the conflict's villages.
    pub(super) contenders: Vec<Contender>,
    /// What each policy would do, in the order of the conflict's resolutions.
    pub(super) decisions: Vec<Decision>,
    pub(super) conflict: Conflict,
}

/// What a policy would do.
#[derive(Debug)]
pub(super) struct Decision {
    pub(super) policy: Policy,
    pub(super) verdicts: Verdicts,
    pub(super) price: PriceSums,
}

impl Detected {
    /// What a policy would do, if it applies.
    pub(super) fn decision(&self, policy: Policy) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.policy == policy)
    }
}

/// All conflicts of a state, in order along the sections.
pub(super) fn detect(
    state: &State,
    options: &ConflictOptions,
) -> Result<Vec<Detected>, AuditError> {
    let forest = state.registry().areas();
    if let Some(level) = &options.level {
        let known: Vec<String> = forest.levels().iter().map(ToString::to_string).collect();
        if !known.contains(level) {
            return Err(AuditError::UnknownLevel { level: level.clone(), known });
        }
    }
    let levels = levels(forest, options.level.as_deref());
    let first = first_days(state.registry());
    let mut of_section = vec![Vec::new(); state.border().sections().len()];
    for (index, claim) in state.ledger().claims().iter().enumerate() {
        of_section[claim.section].push(index);
    }
    let mut detected = Vec::new();
    for (section, claims) in SectionKey::each(of_section) {
        let detector = Detector::new(state, options, (section, claims), &levels, &first)?;
        let pieces = detector.pieces().into_par_iter();
        let found = pieces.map(|piece| detector.detected(piece));
        detected.extend(found.collect::<Result<Vec<Detected>, AuditError>>()?);
    }
    Ok(detected)
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
        (section, claims): (SectionKey, Vec<usize>),
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
            holdings: Holdings::new(ledger.claims(), claims, ring.then(|| map.total())),
            lands: Lands::new(forest, ledger.areas(), section, extent, levels),
            first,
            tolerance: options.tolerance.max(Length::ZERO),
        })
    }

    /// The stretches held more than once and their villages, in order along the section; at one
    /// place those of several villages come first.
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

    fn detected(&self, (span, villages): (Span, Vec<VillageKey>)) -> Result<Detected, AuditError> {
        let contenders = self.contenders(span, &villages);
        let (class, inner, seam) = self.class(span, &contenders);
        let policies = match class {
            ConflictClass::SameVillage => &[Policy::EarlierStands][..],
            _ => &Policy::ALL[..],
        };
        let decide = |&policy: &Policy| self.decision(policy, span, &contenders);
        let decisions: Vec<Decision> = policies.iter().map(decide).collect::<Result<_, _>>()?;
        let resolution = |Decision { policy, verdicts, price }: &Decision| {
            Resolution::new(self.state, *policy, verdicts, price)
        };
        let section = self.state.border().section_at(self.section).id();
        let conflict = Conflict {
            stretch: Stretch::named(section, span, &self.markers),
            class,
            inner: inner.map(|village| self.state.village_id(village)),
            seam,
            villages: contenders.iter().map(|c| self.state.village_id(c.village)).collect(),
            registrations: self.registrations(&contenders),
            resolutions: decisions.iter().map(resolution).collect(),
        };
        Ok(Detected { section: self.section, contenders, decisions, conflict })
    }

    /// Who holds a piece, in order along the section.
    fn contenders(&self, span: Span, villages: &[VillageKey]) -> Vec<Contender> {
        let contender = |&village: &VillageKey| {
            let claims = self.holdings.claims_on(village, span);
            Contender { village, run: self.holdings.run(village, span), claims }
        };
        let mut contenders: Vec<Contender> = villages.iter().map(contender).collect();
        let middle = |run: Span| i128::from(run.from().mm()) + i128::from(run.to().mm());
        contenders.sort_by(|a, b| {
            let id = |c: &Contender| &self.state.registry().village_at(c.village).id;
            middle(a.run).cmp(&middle(b.run)).then_with(|| id(a).cmp(id(b)))
        });
        contenders
    }

    /// The registrations by which contenders hold a piece, in order.
    fn registrations(&self, contenders: &[Contender]) -> Vec<RegistrationId> {
        let claims = contenders.iter().flat_map(|contender| &contender.claims);
        let rows = claims.map(|&claim| self.state.ledger().claims()[claim].row);
        let ids: BTreeSet<&RegistrationId> =
            rows.map(|row| &self.state.registry().row(row).id).collect();
        ids.into_iter().cloned().collect()
    }

    /// The class of a piece, with the village whose run lies inside or the seam.
    fn class(
        &self,
        span: Span,
        contenders: &[Contender],
    ) -> (ConflictClass, Option<VillageKey>, Option<Seam>) {
        if contenders.len() == 1 {
            return (ConflictClass::SameVillage, None, None);
        }
        match Runs::of(contenders, self.tolerance) {
            Runs::Touch => (ConflictClass::Sliver, None, None),
            Runs::Inside(village) => (ConflictClass::Inside, Some(village), None),
            Runs::Cross => match self.seam(span, contenders) {
                Some(seam) => (ConflictClass::Seam, None, Some(seam)),
                None => (ConflictClass::Conflict, None, None),
            },
        }
    }

    fn seam(&self, span: Span, contenders: &[Contender]) -> Option<Seam> {
        let areas_of = &self.state.ledger().members().areas_of;
        let (level, measure, areas) =
            self.lands.seam(span, self.tolerance, contenders, areas_of)?;
        Some(Seam {
            level: level.to_owned(),
            measure,
            at: self.markers.address(measure),
            areas: areas.map(|area| self.state.area_id(area)),
        })
    }

    /// What a policy does to a piece, with its price.
    fn decision(
        &self,
        policy: Policy,
        span: Span,
        contenders: &[Contender],
    ) -> Result<Decision, AuditError> {
        let villages: Vec<VillageKey> = contenders.iter().map(|c| c.village).collect();
        let shared = contenders.len() > 1;
        let verdicts = match policy {
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
        let decided = verdicts.awards.iter().fold(Length::ZERO, |sum, a| sum + a.span.length());
        let tiled = decided + verdicts.undecided_length();
        check(&policy, "awards and what is undecided tile the conflict", tiled, span.length())?;
        let prices = Prices { state: self.state, holdings: &self.holdings, lands: &self.lands };
        let priced = || prices.of(contenders, &verdicts.awards);
        let price = if shared { priced() } else { PriceSums::default() };
        Ok(Decision { policy, verdicts, price })
    }
}
