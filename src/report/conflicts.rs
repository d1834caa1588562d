//! Tables of what is held more than once, and what could be decided about it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::ReportError;
use crate::audit::{Award, Conflict, ConflictClass, ConflictOptions, Outcome, Price, Resolution};
use crate::border::Milestones;
use crate::id::{AreaId, RegistrationId, SectionId, VillageId};
use crate::key::{AreaKey, VillageKey};
use crate::ledger::check;
use crate::marker::Address;
use crate::state::State;
use crate::units::{Length, Measure};

/// All that is held more than once, and what each policy would do. Nothing is decided.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ConflictTable {
    /// Two runs with no more than this in common only touch.
    pub tolerance_mm: Length,
    /// The level whose limits make a seam; null for the lowest of each tree.
    pub level: Option<String>,
    /// The conflicts, in order along the sections; those of several villages add up to
    /// `shared_mm`.
    pub rows: Vec<ConflictRow>,
    /// What each policy would do, applied to all that is shared.
    pub policies: Vec<PolicyRow>,
}

/// One conflict.
#[derive(Debug, Clone, Serialize)]
pub struct ConflictRow {
    /// Its section.
    pub section: SectionId,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// How long it is.
    pub length_mm: Length,
    /// Where it starts, as an address.
    pub from: Address,
    /// Where it ends, as an address.
    pub to: Address,
    /// Its class: `same_village`, `sliver`, `inside`, `seam` or `conflict`.
    pub class: &'static str,
    /// The village whose run lies within another's; null but for `inside`.
    pub inner: Option<VillageId>,
    /// Where two areas meet; null but for `seam`.
    pub seam: Option<SeamRow>,
    /// Who holds it, in order along the section; one where it holds it twice.
    pub villages: Vec<VillageId>,
    /// The registrations that lie on it, in order.
    pub registrations: Vec<RegistrationId>,
    /// What could be decided.
    pub options: Vec<OptionRow>,
}

/// Where two areas of a level meet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeamRow {
    /// The level.
    pub level: String,
    /// Where they meet.
    pub at_mm: Measure,
    /// The same as an address.
    pub at: Address,
    /// The area before and the area behind.
    pub areas: [AreaId; 2],
}

/// What a policy would do about a conflict: awards and what is undecided tile it. Changes have
/// signs; what is registered never changes.
#[derive(Debug, Clone, Serialize)]
pub struct OptionRow {
    /// The policy.
    pub policy: &'static str,
    /// What goes to whom.
    pub awards: Vec<AwardRow>,
    /// How much stays as it is.
    pub undecided_mm: Length,
    /// Why, if any does.
    pub reason: Option<String>,
    /// By how much the accounts of the contenders change.
    pub villages: Vec<VillageChangeRow>,
    /// By how much the accounts of areas change.
    pub areas: Vec<AreaChangeRow>,
    /// By how much what of the line one village keeps changes.
    pub once_mm: Length,
    /// By how much what two or more keep changes.
    pub shared_mm: Length,
    /// By how much what is recognised changes.
    pub recognised_mm: Length,
}

/// What of a conflict would be one village's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AwardRow {
    /// The village.
    pub village: VillageId,
    /// The registration that stands, where a village's own contend; else null.
    pub registration: Option<RegistrationId>,
    /// Where it starts.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
}

/// By how much the account of a village changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the names say it; they are those of report.json")]
pub struct VillageChangeRow {
    pub village: VillageId,
    pub kept_mm: Length,
    pub sole_mm: Length,
    pub shared_mm: Length,
}

/// By how much the account of an area changes: what its villages keep, wherever; and what of the
/// stretches it answers for is kept once, shared, recognised.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the names say it; they are those of report.json")]
pub struct AreaChangeRow {
    pub area: AreaId,
    pub kept_mm: Length,
    pub once_mm: Length,
    pub shared_mm: Length,
    pub recognised_mm: Length,
}

/// What a policy would do, applied to all that is shared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PolicyRow {
    /// The policy.
    pub policy: &'static str,
    /// How much of what is shared it decides.
    pub decided_mm: Length,
    /// How much it leaves as it is.
    pub undecided_mm: Length,
    /// By how much what one village keeps changes.
    pub once_mm: Length,
    /// By how much what two or more keep changes.
    pub shared_mm: Length,
    /// By how much what is recognised changes.
    pub recognised_mm: Length,
    /// What the whole line would be.
    pub line: LineFigures,
}

/// Totals of the line as they would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names say it; they are those of report.json")]
pub struct LineFigures {
    pub registered_mm: Length,
    pub once_mm: Length,
    pub shared_mm: Length,
    pub recognised_mm: Length,
}

/// The conflicts of the ledger, by the usual tolerance and on the lowest levels.
pub(super) fn conflicts(
    state: &State,
    milestones: &[Milestones],
) -> Result<ConflictTable, ReportError> {
    let found = state.conflicts(&ConflictOptions::default())?;
    let rows: Vec<ConflictRow> = found
        .conflicts()
        .iter()
        .map(|conflict| conflict_row(state, conflict, &milestones[conflict.section]))
        .collect();
    let shared = rows.iter().filter(|row| row.villages.len() > 1);
    let shared = shared.fold(Length::ZERO, |sum, row| sum + row.length_mm);
    let line = state.ledger().line();
    check(&"the conflicts", "of several villages add up to shared", shared, line.shared())?;
    let policy = |outcome: &Outcome| PolicyRow {
        policy: outcome.policy.name(),
        decided_mm: outcome.decided,
        undecided_mm: outcome.undecided,
        once_mm: outcome.line.once() - line.once(),
        shared_mm: outcome.line.shared() - line.shared(),
        recognised_mm: outcome.recognised,
        line: LineFigures {
            registered_mm: outcome.line.registered(),
            once_mm: outcome.line.once(),
            shared_mm: outcome.line.shared(),
            recognised_mm: outcome.line.recognised(),
        },
    };
    Ok(ConflictTable {
        tolerance_mm: found.options().tolerance,
        level: found.options().level.clone(),
        policies: found.outcomes().iter().map(policy).collect(),
        rows,
    })
}

fn conflict_row(state: &State, conflict: &Conflict, milestones: &Milestones) -> ConflictRow {
    let (from, to) = (conflict.span.from(), conflict.span.to());
    let registrations: BTreeSet<&RegistrationId> =
        conflict.contenders.iter().flat_map(|contender| &contender.registrations).collect();
    let inner = match conflict.class {
        ConflictClass::Inside { inner, .. } => Some(state.village_id(inner)),
        _ => None,
    };
    let seam = match &conflict.class {
        ConflictClass::Seam { level, at, areas } => Some(SeamRow {
            level: level.clone(),
            at_mm: *at,
            at: milestones.address(*at),
            areas: [state.area_id(areas.0), state.area_id(areas.1)],
        }),
        _ => None,
    };
    ConflictRow {
        section: state.border().sections()[conflict.section].id().clone(),
        from_mm: from,
        to_mm: to,
        length_mm: conflict.span.length(),
        from: milestones.address(from),
        to: milestones.address(to),
        class: conflict.class.name(),
        inner,
        seam,
        villages: conflict.contenders.iter().map(|c| state.village_id(c.village)).collect(),
        registrations: registrations.into_iter().cloned().collect(),
        options: conflict.resolutions.iter().map(|r| option_row(state, r)).collect(),
    }
}

fn option_row(state: &State, resolution: &Resolution) -> OptionRow {
    let award = |award: &Award| AwardRow {
        village: state.village_id(award.village),
        registration: award.row.map(|row| state.registry().registrations()[row].id.clone()),
        from_mm: award.span.from(),
        to_mm: award.span.to(),
    };
    let mut reasons: Vec<String> = Vec::new();
    for why in resolution.undecided.iter().map(|left| left.why.to_string()) {
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    let Price { once, shared, recognised, villages, areas } = &resolution.price;
    let village =
        |(&village, price): (&VillageKey, &crate::audit::VillagePrice)| VillageChangeRow {
            village: state.village_id(village),
            kept_mm: price.kept,
            sole_mm: price.sole,
            shared_mm: price.shared,
        };
    let area = |(&area, price): (&AreaKey, &crate::audit::AreaPrice)| AreaChangeRow {
        area: state.area_id(area),
        kept_mm: price.kept,
        once_mm: price.once,
        shared_mm: price.shared,
        recognised_mm: price.recognised,
    };
    OptionRow {
        policy: resolution.policy.name(),
        awards: resolution.awards.iter().map(award).collect(),
        undecided_mm: resolution.undecided_length(),
        reason: (!reasons.is_empty()).then(|| reasons.join("; ")),
        villages: villages.iter().map(village).collect(),
        areas: areas.iter().map(area).collect(),
        once_mm: *once,
        shared_mm: *shared,
        recognised_mm: *recognised,
    }
}
