//! Who holds how much, alone and with others; accounts of parts that add up.

use std::collections::BTreeMap;
use std::hash::Hash;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::count::{CountingSweep, OwnerSum};
use super::intern::InternedOwners;
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

/// An account over an extent, or over several that do not overlap: how much is covered, shared,
/// and held by each owner.
///
/// `covered + uncovered = total`, and what owners hold alone adds up to what is held once.
/// Accounts of disjoint parts, such as sections counted elsewhere, [merge](Self::merge) in any
/// order. Decoding checks what can be checked of that.
///
/// ```
/// use border_coverage::{Measure, Span};
/// use border_coverage::cover::SpanAccount;
/// let span = |a, b| Span::new(Measure::from_mm(a), Measure::from_mm(b));
/// let account = SpanAccount::of(span(0, 100)?, &[(span(0, 60)?, "Na Ten"), (span(40, 80)?, "Ta Kho")]);
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
    /// The same sums as over the pieces of [`overlay`](crate::cover::overlay), without cutting them: in
    /// time nearly linear in the claims, however many hold a place. Owners are numbered first, so
    /// that however long their names, they are compared once. Needs about 12 bytes a claim and 40
    /// an owner.
    pub fn of(extent: Span, claims: &[(Span, O)]) -> Self
    where
        O: Hash,
    {
        let numbered = InternedOwners::of(claims);
        Self::told(extent, CountingSweep::of(extent, &numbered), numbered.owners())
    }

    /// As [`of`](Self::of), by all threads of the current `rayon` pool.
    ///
    /// The same for any number of threads; pays above some hundred thousand claims, where each owner
    /// has some tens of them or more. Each thread accounts for parts of the extent, and needs about
    /// 100 bytes an owner, up to 160 where claims are long.
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
        let numbered = InternedOwners::par_of(claims);
        Self::told(extent, CountingSweep::par_of(extent, &numbered), numbered.owners())
    }

    /// What was counted over an extent, with the names of the owners.
    fn told(extent: Span, tally: CountingSweep, owners: &[&O]) -> Self {
        let holding = |(&owner, sum): (&&O, OwnerSum)| {
            let (held, alone) = (Length::from_mm(sum.held), Length::from_mm(sum.alone));
            (sum.held > 0).then(|| (owner.clone(), Holding { held, alone }))
        };
        Self {
            total: extent.length(),
            covered: Length::from_mm(tally.covered),
            shared: Length::from_mm(tally.shared),
            owners: owners.iter().zip(tally.sums).filter_map(holding).collect(),
        }
    }

    /// Adds the account of another part, which must not overlap this one.
    ///
    /// Associative and commutative. An account does not know of which parts it is: the same part
    /// added twice counts twice, so keep a list of them.
    ///
    /// # Errors
    /// When a sum leaves the range of a length; nothing is changed then.
    pub fn merge(&mut self, other: &Self) -> Result<(), SpanAccountError> {
        let add = |a: Length, b: Length| a.checked_add(b).ok_or(SpanAccountError::Overflow);
        // Of all sums the total is the greatest: if it stays in range, so do the others.
        let total = add(self.total, other.total)?;
        for (owner, more) in &other.owners {
            let own = self.owners.get(owner).map_or(Length::ZERO, |own| own.held);
            add(own, more.held)?;
        }
        for (owner, more) in &other.owners {
            let own = self.owners.entry(owner.clone()).or_default();
            own.held = own.held + more.held;
            own.alone = own.alone + more.alone;
        }
        self.total = total;
        self.covered = self.covered + other.covered;
        self.shared = self.shared + other.shared;
        Ok(())
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

    /// What each owner holds; who holds nothing of the extent is not among them.
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
