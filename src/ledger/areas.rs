//! Accounts of areas: by where stretches lie, and by whose villages keep them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::account::or_nulls;
use super::belonging::{Reach, Undefined};
use super::{Account, Ledger, UnbalancedError, union_by};
use crate::cover::{Piece, SpanSet};
use crate::id::AreaId;
use crate::key::{AreaKey, SectionKey, VillageKey};
use crate::registry::{Answer, Claim, Registry};
use crate::span::Span;
use crate::units::Length;

/// The account of one area.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::AreaId;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, None)?;
/// let district = AreaId::new("h-muong-nhe")?;
/// let area = state.ledger().area(&district).expect("it exists on the day");
/// assert_eq!(area.level, "district");
/// assert_eq!(area.longest_gap.map(|gap| gap.to_string()).as_deref(), Some("3.100 km"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct AreaAccount {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: String,
    /// Totals over the stretches that it and the areas below it answer for; none, and null in
    /// JSON, where they answer for none.
    #[serde(flatten, serialize_with = "or_nulls")]
    pub account: Option<Account>,
    /// How many villages belong to it.
    pub villages: usize,
    /// How many of them have a registration in force.
    pub villages_registered: usize,
    /// The union of what its villages keep, wherever.
    #[serde(rename = "kept_mm")]
    pub kept: Length,
    /// The length of the longest stretch of its jurisdiction that nobody keeps: zero where all of
    /// it is kept, none where it has none.
    #[serde(rename = "longest_gap_mm")]
    pub longest_gap: Option<Length>,
    #[serde(skip)]
    pub(crate) key: AreaKey,
    /// What it and the areas below it answer for, section by section.
    #[serde(skip)]
    pub(crate) jurisdiction: Vec<SpanSet>,
}

impl Ledger {
    /// The account of every area that exists on the day, in the order of the forest; and the levels
    /// on which it is not certain who answers for a stretch.
    pub(super) fn close_areas<'a>(
        &self,
        claims: &'a [Claim],
        answers: &[Answer<'_>],
    ) -> Result<(Vec<AreaAccount>, BTreeSet<Undefined>), UnbalancedError> {
        let forest = self.registry.areas();
        let (mut jurisdictions, undefined) =
            jurisdictions(&self.registry, answers, self.sections.len(), self.day);
        let mut members: BTreeMap<AreaKey, Vec<VillageKey>> = BTreeMap::new();
        for (village, areas) in self.members.by_village() {
            areas.iter().for_each(|&area| members.entry(area).or_default().push(village));
        }
        let areas_of = &self.members.areas_of;
        let by_area = |claim: &'a Claim| areas_of[claim.village].iter().map(move |&a| (a, claim));
        let kept = union_by(claims.iter().flat_map(by_area));
        let account = |key: AreaKey| {
            let area = &forest.areas()[key];
            let jurisdiction = jurisdictions.remove(&key).unwrap_or_default();
            let villages = members.get(&key);
            let registered = |v: &&VillageKey| self.villages.contains_key(v);
            Ok(AreaAccount {
                area: area.id.clone(),
                name: area.name.clone(),
                level: area.level.clone(),
                account: self.account_over(&area.id, &jurisdiction)?,
                villages: villages.map_or(0, Vec::len),
                villages_registered: villages.map_or(0, |v| v.iter().filter(registered).count()),
                kept: kept.get(&key).copied().unwrap_or_default(),
                longest_gap: self.longest_gap(&jurisdiction),
                key,
                jurisdiction,
            })
        };
        let accounts: Result<_, UnbalancedError> = forest.in_force(self.day).map(account).collect();
        Ok((accounts?, undefined))
    }

    /// The length of the longest part of some stretches, section by section, that nobody keeps;
    /// none where there are no stretches.
    fn longest_gap(&self, stretches: &[SpanSet]) -> Option<Length> {
        let spans = self
            .sections
            .iter()
            .zip(stretches)
            .flat_map(|(section, set)| set.iter().map(|span| section.registered.gaps(span)));
        let longest = |gaps: SpanSet| gaps.iter().map(|gap| gap.length()).max();
        spans.map(|gaps| longest(gaps).unwrap_or_default()).max()
    }

    /// The account over some stretches, section by section; none where there are none.
    pub(crate) fn account_over(
        &self,
        what: &dyn std::fmt::Display,
        stretches: &[SpanSet],
    ) -> Result<Option<Account>, UnbalancedError> {
        let mut accounts = Vec::new();
        for (section, set) in self.sections.iter().zip(stretches) {
            if set.is_empty() {
                continue;
            }
            let pieces = within(&section.pieces, set);
            // Looked up by the set's spans: an area is a small part of its section.
            let inside = |kept: &SpanSet| set.iter().flat_map(|span| kept.within(span)).collect();
            let registered: SpanSet = inside(&section.registered);
            let recognised: SpanSet = inside(&section.recognised);
            accounts.push(Account::of(what, set.length(), &pieces, &registered, &recognised)?);
        }
        if accounts.is_empty() {
            return Ok(None);
        }
        Account::sum(what, &accounts).map(Some)
    }
}

/// For each area that exists on a day the stretches that it and the
/// areas below it answer for, section by section; and the levels on which that is not certain.
pub(crate) fn jurisdictions(
    registry: &Registry,
    answers: &[Answer<'_>],
    sections: usize,
    day: Date,
) -> (BTreeMap<AreaKey, Vec<SpanSet>>, BTreeSet<Undefined>) {
    let forest = registry.areas();
    let mut reach = Reach::new(forest, day);
    let mut undefined = BTreeSet::new();
    let mut spans: BTreeMap<(AreaKey, SectionKey), Vec<Span>> = BTreeMap::new();
    for answer in answers {
        let reached = reach.of(answer.area);
        undefined.extend(reached.undefined.iter().cloned());
        for &area in &reached.areas {
            spans.entry((area, answer.section)).or_default().push(answer.span);
        }
    }
    let none = || vec![SpanSet::new(); sections];
    let mut of_area: BTreeMap<AreaKey, Vec<SpanSet>> =
        forest.in_force(day).map(|area| (area, none())).collect();
    for ((area, section), spans) in spans {
        if let Some(sets) = of_area.get_mut(&area) {
            sets[section] = spans.into_iter().collect();
        }
    }
    (of_area, undefined)
}

/// The parts of pieces in order that lie in a set; takes time linear in the pieces it touches.
fn within(pieces: &[Piece<VillageKey>], set: &SpanSet) -> Vec<Piece<VillageKey>> {
    let mut parts = Vec::new();
    for span in set.spans() {
        let first = pieces.partition_point(|piece| piece.span.to() <= span.from());
        for piece in &pieces[first..] {
            match piece.span.intersection(span) {
                Some(span) => parts.push(Piece { span, owners: piece.owners.clone() }),
                None => break,
            }
        }
    }
    parts
}
