//! The length that each owner holds, alone and in all; accounts of parts merge.

use std::collections::BTreeMap;
use std::hash::Hash;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::count::{CountingSweep, OwnerSum};
use super::intern::InternedOwners;
use crate::span::Span;
use crate::units::{Length, Share};

/// Why lengths do not form a [`SpanAccount`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SpanAccountError {
    /// The sum of two accounts exceeds the range of a length.
    #[error("the lengths of both accounts together exceed ±(2⁶³ − 1) mm: keep them apart")]
    Overflow,
    /// Lengths that no set of claims has.
    #[error(
        "no claims have these lengths: shared ({}), covered ({}) and total ({}) must not decrease, \
         and the lengths of the owners must add up to them: compute the account from the claims",
        .shared.mm(), .covered.mm(), .total.mm()
    )]
    Inconsistent {
        /// Stated length held by two or more.
        shared: Length,
        /// Stated covered length.
        covered: Length,
        /// Stated total length.
        total: Length,
    },
}

/// The length that one owner holds.
///
/// ```
/// use border_coverage::{Length, Span};
/// use border_coverage::cover::{Holding, SpanAccount};
/// let claims = [(Span::from_mm(0, 60)?, 'a'), (Span::from_mm(40, 80)?, 'b')];
/// let account = SpanAccount::of(Span::from_mm(0, 100)?, &claims);
/// let expected = Holding { held: Length::from_mm(40), alone: Length::from_mm(20) };
/// assert_eq!(account.owners()[&'b'], expected);
/// # Ok::<(), border_coverage::span::SpanError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Holding {
    /// Length it holds; overlapping claims count once.
    pub held: Length,
    /// Length it holds that nobody else holds.
    pub alone: Length,
}

/// The covered, shared and total length of an extent, and the length that each owner holds.
///
/// Exact: `covered + uncovered = total`, `once + shared = covered`, and the lengths held alone add
/// up to the length held once. Accounts of disjoint extents, such as sections counted on other
/// machines, [merge](Self::merge) in any order. Deserialising rejects lengths that break these
/// identities.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::SpanAccount;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let claims = [(span(0, 60)?, "Na Ten"), (span(40, 80)?, "Ta Kho")];
/// let account = SpanAccount::of(span(0, 100)?, &claims);
/// assert_eq!((account.covered().mm(), account.shared().mm()), (80, 20));
/// assert_eq!(account.owners()["Ta Kho"].alone.mm(), 20);
/// assert_eq!(account.share().to_string(), "80.00 %");
/// # Ok::<(), border_coverage::span::SpanError>(())
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
    /// The account of `claims`, in any order, inside `extent`.
    ///
    /// The same sums as over the pieces of [`overlay`](crate::cover::overlay), without computing
    /// pieces: time is nearly linear in the claims, however deep they overlap. Owners are interned
    /// first, so long names cost little. Takes about 12 bytes per claim and 40 per owner.
    pub fn of(extent: Span, claims: &[(Span, O)]) -> Self
    where
        O: Hash,
    {
        let interned = InternedOwners::of(claims);
        Self::from_count(extent, CountingSweep::of(extent, &interned), interned.owners())
    }

    /// As [`of`](Self::of), by all threads of the current `rayon` pool.
    ///
    /// The result does not depend on the number of threads. Faster above some hundred thousand
    /// claims with some tens of claims per owner or more. Takes about 100 bytes per owner and
    /// thread, up to 160 for long claims.
    ///
    /// ```
    /// use border_coverage::{Measure, Span};
    /// use border_coverage::cover::SpanAccount;
    /// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
    /// let claims = [(span(0, 60)?, "Na Ten"), (span(40, 80)?, "Ta Kho")];
    /// assert_eq!(SpanAccount::par_of(span(0, 100)?, &claims).shared().mm(), 20);
    /// # Ok::<(), border_coverage::span::SpanError>(())
    /// ```
    pub fn par_of(extent: Span, claims: &[(Span, O)]) -> Self
    where
        O: Hash + Sync,
    {
        let interned = InternedOwners::par_of(claims);
        Self::from_count(extent, CountingSweep::par_of(extent, &interned), interned.owners())
    }

    fn from_count(extent: Span, count: CountingSweep, owners: &[&O]) -> Self {
        let holding = |(&owner, sum): (&&O, OwnerSum)| {
            let (held, alone) = (Length::from_mm(sum.held), Length::from_mm(sum.alone));
            (sum.held > 0).then(|| (owner.clone(), Holding { held, alone }))
        };
        Self {
            total: extent.length(),
            covered: Length::from_mm(count.covered),
            shared: Length::from_mm(count.shared),
            owners: owners.iter().zip(count.sums).filter_map(holding).collect(),
        }
    }

    /// Adds the account of another extent, which must not overlap this one.
    ///
    /// Associative and commutative. An account does not store its extents: an extent merged twice
    /// counts twice.
    ///
    /// # Errors
    /// [`Overflow`](SpanAccountError::Overflow) when a sum exceeds the range of a length; nothing
    /// is changed then.
    pub fn merge(&mut self, other: &Self) -> Result<(), SpanAccountError> {
        let add = |a: Length, b: Length| a.checked_add(b).ok_or(SpanAccountError::Overflow);
        // The total is the greatest of these sums: if it fits, so do covered and shared.
        let total = add(self.total, other.total)?;
        for (owner, more) in &other.owners {
            let own = self.owners.get(owner).map_or(Length::ZERO, |own| own.held);
            add(own, more.held)?;
        }
        for (owner, more) in &other.owners {
            let own = self.owners.entry(owner.clone()).or_default();
            own.held += more.held;
            own.alone += more.alone;
        }
        self.total = total;
        self.covered += other.covered;
        self.shared += other.shared;
        Ok(())
    }
}

impl<O: Ord> SpanAccount<O> {
    /// Length of the extent.
    #[must_use]
    pub fn total(&self) -> Length {
        self.total
    }

    /// Length that at least one owner holds.
    #[must_use]
    pub fn covered(&self) -> Length {
        self.covered
    }

    /// Length that nobody holds.
    #[must_use]
    pub fn uncovered(&self) -> Length {
        self.total - self.covered
    }

    /// Length that exactly one owner holds.
    #[must_use]
    pub fn once(&self) -> Length {
        self.covered - self.shared
    }

    /// Length that two or more owners hold.
    #[must_use]
    pub fn shared(&self) -> Length {
        self.shared
    }

    /// The covered share of the extent.
    #[must_use]
    pub fn share(&self) -> Share {
        Share::of(self.covered, self.total)
    }

    /// The lengths by owner; owners without a claim in the extent are absent.
    #[must_use]
    pub fn owners(&self) -> &BTreeMap<O, Holding> {
        &self.owners
    }

    fn is_consistent(&self) -> bool {
        let in_order = |lengths: &[Length]| lengths.is_sorted();
        let alone = self.owners.values().map(|holding| holding.alone);
        let with_others = self.owners.values().map(|h| i128::from(h.held.mm() - h.alone.mm()));
        in_order(&[Length::ZERO, self.shared, self.covered, self.total])
            && self.owners.values().all(|h| {
                h.held > Length::ZERO
                    && in_order(&[Length::ZERO, h.alone, h.held])
                    && h.held - h.alone <= self.shared
            })
            && Length::checked_sum(alone) == Some(self.once())
            // Each shared stretch is held by two owners at least.
            && with_others.sum::<i128>() >= 2 * i128::from(self.shared.mm())
    }
}

/// Serialised form; becomes a [`SpanAccount`] if it is consistent.
#[derive(Serialize, Deserialize)]
struct RawAccount<O> {
    total: Length,
    covered: Length,
    shared: Length,
    /// A list: keys of a JSON object could only be strings.
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
