//! Who holds how much, alone and with others; accounts of parts that add up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ends::{End, Walk, walk_in_order};
use super::held::{Held, fetch};
use crate::span::Span;
use crate::units::{Length, Share};

/// Why figures are not an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SpanAccountError {
    /// Lengths that together leave the range of a length.
    #[error("the lengths of both accounts together exceed ±(2⁶³ − 1) mm: keep them apart")]
    Overflow,
    /// Figures that no spans have.
    #[error(
        "no spans have these figures: shared ({} mm), covered ({} mm) and total length ({} mm) \
         must not decrease, and what owners hold must match them: count the spans anew",
        .shared.mm(), .covered.mm(), .total.mm()
    )]
    Inconsistent {
        /// The length said to be held by two or more.
        shared: Length,
        /// The length said to be covered.
        covered: Length,
        /// The length said to be accounted for.
        total: Length,
    },
}

/// What one owner holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Holding {
    /// The length it holds, each place once.
    pub held: Length,
    /// The length of it that nobody else holds.
    pub alone: Length,
}

impl Holding {
    fn add(&mut self, more: Self) {
        self.held = self.held + more.held;
        self.alone = self.alone + more.alone;
    }
}

/// An account over an extent, or over several that do not overlap: how much is covered, shared,
/// and held by each owner.
///
/// `covered + uncovered = total`, and what owners hold alone adds up to what is held once.
/// Accounts of disjoint parts, such as sections counted elsewhere, [merge](Self::merge) in any
/// order. Decoding checks what can be checked of that.
///
/// ```
/// use border_coverage::{SpanAccount, Measure, Span};
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let account = SpanAccount::of(span(0, 100)?, &[(span(0, 60)?, "Na Ten"), (span(40, 80)?, "Ta Kho")]);
/// assert_eq!((account.covered().mm(), account.shared().mm()), (80, 20));
/// assert_eq!(account.owners()["Ta Kho"].alone.mm(), 20);
/// assert_eq!(account.share().to_string(), "80.00 %");
/// # Ok::<(), border_coverage::SpanError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawAccount<O>", into = "RawAccount<O>")]
#[serde(bound(
    serialize = "O: Ord + Clone + Serialize",
    deserialize = "O: Ord + Deserialize<'de>"
))]
pub struct SpanAccount<O: Ord> {
    total: Length,
    covered: Length,
    shared: Length,
    owners: BTreeMap<O, Holding>,
}

impl<O: Ord> Default for SpanAccount<O> {
    fn default() -> Self {
        Self {
            total: Length::ZERO,
            covered: Length::ZERO,
            shared: Length::ZERO,
            owners: BTreeMap::new(),
        }
    }
}

impl<O: Ord + Clone> SpanAccount<O> {
    /// The account of `claims` inside `extent`; as [`overlay`](crate::overlay), without the
    /// pieces.
    pub fn of(extent: Span, claims: &[(Span, O)]) -> Self {
        let mut tally = Tally::new(claims, extent.from().mm());
        walk_in_order(extent, &mut tally);
        tally.finish(extent)
    }

    /// Adds the account of another part, which must not overlap this one.
    ///
    /// Associative and commutative.
    ///
    /// # Errors
    /// When a sum leaves the range of a length; nothing is changed then.
    pub fn merge(&mut self, other: &Self) -> Result<(), SpanAccountError> {
        let add = |a: Length, b: Length| a.checked_add(b).ok_or(SpanAccountError::Overflow);
        // Of all sums the total is the greatest: if it stays in range, so do the others.
        let total = add(self.total, other.total)?;
        let mut owners = self.owners.clone();
        for (owner, more) in &other.owners {
            let own = owners.entry(owner.clone()).or_default();
            *own = Holding { held: add(own.held, more.held)?, alone: add(own.alone, more.alone)? };
        }
        let (covered, shared) =
            (add(self.covered, other.covered)?, add(self.shared, other.shared)?);
        *self = Self { total, covered, shared, owners };
        Ok(())
    }
}

/// An account in the making: a walk over the ends of claims.
struct Tally<'a, O> {
    claims: &'a [(Span, O)],
    /// How far it came, in millimetres.
    at: i64,
    /// What is covered up to there, and what by one alone.
    covered: i64,
    once: i64,
    held: Held<'a, O>,
    /// For each holder, where it came, and what was held by one alone up to there: as long as it
    /// stays, it is that one.
    since: Vec<(i64, i64)>,
    holdings: Holdings<'a, O>,
}

impl<'a, O: Ord + Clone> Tally<'a, O> {
    fn new(claims: &'a [(Span, O)], at: i64) -> Self {
        let (since, holdings) = (Vec::new(), Holdings::new());
        Self { claims, at, covered: 0, once: 0, held: Held::new(), since, holdings }
    }

    #[inline]
    fn go(&mut self, at: i64) {
        let (length, count) = (at - self.at, self.held.owners().len());
        self.covered += if count > 0 { length } else { 0 };
        self.once += if count == 1 { length } else { 0 };
        self.at = at;
    }

    fn finish(mut self, extent: Span) -> SpanAccount<O> {
        self.go(extent.to().mm());
        for (&owner, &(from, once)) in self.held.owners().iter().zip(&self.since) {
            self.holdings.add(owner, self.at - from, self.once - once);
        }
        SpanAccount {
            total: extent.length(),
            covered: Length::from_mm(self.covered),
            shared: Length::from_mm(self.covered - self.once),
            owners: self.holdings.finish(),
        }
    }
}

impl<'a, O: Ord + Clone> Walk for Tally<'a, O> {
    fn count(&self) -> usize {
        self.claims.len()
    }

    #[inline]
    fn span(&self, index: usize) -> Span {
        self.claims[index].0
    }

    #[inline]
    fn fetch(&self, index: usize) {
        fetch(&self.claims[index].1);
    }

    // Called at one place that matters, for every end.
    #[inline(always)]
    fn pass(&mut self, end: End, _: bool) {
        let owner = &self.claims[end.index].1;
        let Some(place) = self.held.turn(owner, end.starts) else { return };
        self.go(end.at);
        if end.starts {
            self.since.insert(place, (end.at, self.once));
        } else {
            let (from, once) = self.since.remove(place);
            self.holdings.add(owner, end.at - from, self.once - once);
        }
        self.held.change(place, owner, end.starts);
    }
}

/// Fewer new owners than this are not worth a merge.
const FEW: usize = 1 << 10;

/// What owners hold, summed as it comes.
///
/// The owners met so far lie side by side in order, where a search takes a fraction of the time
/// of one in a map; new ones wait until they are as many.
struct Holdings<'a, O> {
    owners: Vec<O>,
    sums: Vec<Holding>,
    new: Vec<(&'a O, Holding)>,
}

impl<'a, O: Ord + Clone> Holdings<'a, O> {
    fn new() -> Self {
        Self { owners: Vec::new(), sums: Vec::new(), new: Vec::new() }
    }

    #[inline]
    fn add(&mut self, owner: &'a O, held: i64, alone: i64) {
        let more = Holding { held: Length::from_mm(held), alone: Length::from_mm(alone) };
        if let Ok(place) = self.owners.binary_search(owner) {
            self.sums[place].add(more);
            return;
        }
        self.new.push((owner, more));
        if self.new.len() >= FEW.max(self.owners.len()) {
            self.learn();
        }
    }

    /// Takes in the new owners.
    fn learn(&mut self) {
        self.new.sort_unstable_by(|a, b| a.0.cmp(b.0));
        self.new.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1.add(next.1);
            }
            same
        });
        let new = self.new.drain(..).map(|(owner, holding)| (owner.clone(), holding));
        let mut all: Vec<(O, Holding)> =
            self.owners.drain(..).zip(self.sums.drain(..)).chain(new).collect();
        // Two runs in order, which this sort merges.
        all.sort_by(|a, b| a.0.cmp(&b.0));
        (self.owners, self.sums) = all.into_iter().unzip();
    }

    fn finish(mut self) -> BTreeMap<O, Holding> {
        self.learn();
        self.owners.into_iter().zip(self.sums).collect()
    }
}

impl<O: Ord> SpanAccount<O> {
    /// The length accounted for.
    pub fn total(&self) -> Length {
        self.total
    }

    /// The length that anyone holds.
    pub fn covered(&self) -> Length {
        self.covered
    }

    /// The length that nobody holds.
    pub fn uncovered(&self) -> Length {
        self.total - self.covered
    }

    /// The length that exactly one owner holds.
    pub fn once(&self) -> Length {
        self.covered - self.shared
    }

    /// The length that two or more owners hold.
    pub fn shared(&self) -> Length {
        self.shared
    }

    /// The part that anyone holds.
    pub fn share(&self) -> Share {
        Share::of(self.covered, self.total)
    }

    /// What each owner holds.
    pub fn owners(&self) -> &BTreeMap<O, Holding> {
        &self.owners
    }

    fn is_consistent(&self) -> bool {
        let in_order = |lengths: &[Length]| lengths.is_sorted();
        let alone = self.owners.values().map(|holding| holding.alone);
        let with_others = self.owners.values().map(|h| i128::from(h.held.mm() - h.alone.mm()));
        in_order(&[Length::ZERO, self.shared, self.covered, self.total])
            && self
                .owners
                .values()
                .all(|h| in_order(&[Length::ZERO, h.alone, h.held, self.covered]))
            && Length::checked_sum(alone) == Some(self.once())
            // A shared place is held by two at least.
            && with_others.sum::<i128>() >= 2 * i128::from(self.shared.mm())
    }
}

/// An account as it is written; becomes an [`SpanAccount`] where it is consistent.
#[derive(Serialize, Deserialize)]
struct RawAccount<O> {
    total: Length,
    covered: Length,
    shared: Length,
    /// A list, as owners need not be texts.
    owners: Vec<RawHolding<O>>,
}

#[derive(Serialize, Deserialize)]
struct RawHolding<O> {
    owner: O,
    held: Length,
    alone: Length,
}

impl<O: Ord> TryFrom<RawAccount<O>> for SpanAccount<O> {
    type Error = SpanAccountError;
    fn try_from(raw: RawAccount<O>) -> Result<Self, SpanAccountError> {
        let RawAccount { total, covered, shared, owners } = raw;
        let count = owners.len();
        let holding = |h: RawHolding<O>| (h.owner, Holding { held: h.held, alone: h.alone });
        let owners: BTreeMap<O, Holding> = owners.into_iter().map(holding).collect();
        let twice = owners.len() != count;
        let account = Self { total, covered, shared, owners };
        if twice || !account.is_consistent() {
            return Err(SpanAccountError::Inconsistent { shared, covered, total });
        }
        Ok(account)
    }
}

impl<O: Ord> From<SpanAccount<O>> for RawAccount<O> {
    fn from(account: SpanAccount<O>) -> Self {
        let SpanAccount { total, covered, shared, owners } = account;
        let raw = |(owner, h): (O, Holding)| RawHolding { owner, held: h.held, alone: h.alone };
        Self { total, covered, shared, owners: owners.into_iter().map(raw).collect() }
    }
}
