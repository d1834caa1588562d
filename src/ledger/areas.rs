//! Accounts of areas: by where stretches lie, and by whose villages keep them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Account, Ledger, Unbalanced, union_by};
use crate::admin::Area;
use crate::cover::{Piece, SpanSet};
use crate::id::AreaId;
use crate::registry::{Claim, Doubt, Registry, Village};
use crate::span::Span;
use crate::units::Length;

/// The account of one area.
#[derive(Debug, Clone)]
pub struct AreaAccount {
    /// Its place in [`Forest::areas`](crate::Forest::areas).
    pub area: usize,
    /// Totals over the stretches that it and the areas below it answer for; none where they
    /// answer for none.
    pub account: Option<Account>,
    /// Those stretches, section by section.
    pub jurisdiction: Vec<SpanSet>,
    /// How many villages belong to it.
    pub villages: usize,
    /// How many of them have a registration in force.
    pub villages_registered: usize,
    /// The union of what its villages keep, wherever.
    pub kept: Length,
}

impl Ledger {
    /// The account of every area that exists on the day, in the order of the forest.
    pub(super) fn area_accounts<'a>(
        &mut self,
        registry: &Registry,
        claims: &'a [Claim],
        answers: &[(usize, usize, Span)],
    ) -> Result<Vec<AreaAccount>, Unbalanced> {
        let forest = registry.areas();
        let in_force: BTreeSet<usize> = forest.in_force(self.day).collect();
        let mut spans: BTreeMap<(usize, usize), Vec<Span>> = BTreeMap::new();
        for &(area, section, span) in answers.iter().filter(|(area, ..)| in_force.contains(area)) {
            for up in forest.indices_up(Some(area)) {
                spans.entry((up, section)).or_default().push(span);
            }
        }
        let (areas_of, doubts) = areas_of_villages(registry, self.day);
        self.doubts.extend(doubts);
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (village, areas) in areas_of.iter().enumerate() {
            areas.iter().for_each(|&area| members.entry(area).or_default().push(village));
        }
        let by_area = |claim: &'a Claim| areas_of[claim.village].iter().map(move |&a| (a, claim));
        let kept = union_by(claims.iter().flat_map(by_area));
        let account = |area: usize| {
            let jurisdiction: Vec<SpanSet> = (0..self.sections.len())
                .map(|section| {
                    spans.remove(&(area, section)).unwrap_or_default().into_iter().collect()
                })
                .collect();
            let villages = members.get(&area);
            let registered = |v: &&usize| self.villages.contains_key(v);
            Ok(AreaAccount {
                area,
                account: self.account_over(&forest.areas()[area].id, &jurisdiction)?,
                jurisdiction,
                villages: villages.map_or(0, Vec::len),
                villages_registered: villages.map_or(0, |v| v.iter().filter(registered).count()),
                kept: kept.get(&area).copied().unwrap_or_default(),
            })
        };
        in_force.into_iter().map(account).collect()
    }

    /// The account over some stretches, section by section; none where there are none.
    fn account_over(
        &self,
        what: &dyn std::fmt::Display,
        stretches: &[SpanSet],
    ) -> Result<Option<Account>, Unbalanced> {
        let mut accounts = Vec::new();
        for (section, set) in self.sections.iter().zip(stretches) {
            if set.is_empty() {
                continue;
            }
            let pieces = within(&section.pieces, set);
            let registered = section.registered.intersection(set);
            let recognised = section.recognised.intersection(set);
            accounts.push(Account::of(what, set.length(), &pieces, &registered, &recognised)?);
        }
        if accounts.is_empty() {
            return Ok(None);
        }
        Account::sum(what, &accounts).map(Some)
    }
}

/// For each village, the areas it belongs to on a day and all above them, each once. An area that
/// does not exist on the day is followed to the one it became; where that is not certain, the
/// village belongs to none, and is told.
pub(crate) fn areas_of_villages(
    registry: &Registry,
    day: Date,
) -> (Vec<BTreeSet<usize>>, Vec<Doubt>) {
    let forest = registry.areas();
    let mut doubts = Vec::new();
    let mut all = Vec::with_capacity(registry.villages().len());
    for village in registry.villages() {
        let mut areas = BTreeSet::new();
        for area in village.areas.iter().filter_map(|id| forest.index(id)) {
            match forest.on_day(area, day) {
                Ok(area) => areas.extend(forest.indices_up(Some(area))),
                Err(others) => doubts.push(undefined(village, &forest.areas()[area], &others, day)),
            }
        }
        all.push(areas);
    }
    (all, doubts)
}

/// The doubt about a village whose area leads to no one area on a day.
fn undefined(village: &Village, area: &Area, others: &[AreaId], day: Date) -> Doubt {
    let links = match others {
        [] => "no link to or from another area tells which took its place".to_owned(),
        _ => {
            let names: Vec<&str> = others.iter().map(AreaId::as_str).collect();
            format!("its place is taken by several: {}", names.join(", "))
        }
    };
    let message = format!(
        "this area does not exist on {day}, and {links}: the village counts in no area of this \
         tree; write the area of the day, or correct the successors in areas.csv"
    );
    let (source, value) = (village.source, area.id.to_string());
    Doubt { source, field: area.level.clone(), value, message }
}

/// The parts of pieces in order that lie in a set; takes time linear in the pieces it touches.
fn within(pieces: &[Piece<usize>], set: &SpanSet) -> Vec<Piece<usize>> {
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
