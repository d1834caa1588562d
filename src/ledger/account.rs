//! One account: what of a total is registered, once or shared, and what is left.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::cover::{Piece, SpanSet};
use crate::key::VillageKey;
use crate::units::{Length, Share};

/// An identity of the accounts that does not hold: a fault of the library, never of the data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "the accounts of {what} do not close: {law}, but {left} is not {right}; please report this"
)]
pub struct Unbalanced {
    /// Whose account.
    pub what: String,
    /// The identity, in words.
    pub law: &'static str,
    /// Its left side.
    pub left: Length,
    /// Its right side.
    pub right: Length,
}

/// Says so when an identity does not hold.
pub(crate) fn check(
    what: &dyn std::fmt::Display,
    law: &'static str,
    left: Length,
    right: Length,
) -> Result<(), Unbalanced> {
    if left == right {
        return Ok(());
    }
    Err(Unbalanced { what: what.to_string(), law, left, right })
}

/// What of a total length is registered, once or shared, and what is left.
///
/// Always, to the millimetre: `registered = once + shared` and
/// `registered + unregistered = total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    total: Length,
    registered: Length,
    once: Length,
    shared: Length,
    unregistered: Length,
    recognised: Length,
}

/// The keys of `report.json`, with the registered share.
impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys = serializer.serialize_struct("Account", 7)?;
        keys.serialize_field("total_mm", &self.total)?;
        keys.serialize_field("registered_mm", &self.registered)?;
        keys.serialize_field("once_mm", &self.once)?;
        keys.serialize_field("shared_mm", &self.shared)?;
        keys.serialize_field("unregistered_mm", &self.unregistered)?;
        keys.serialize_field("recognised_mm", &self.recognised)?;
        keys.serialize_field("registered_share", &self.share().ratio())?;
        keys.end()
    }
}

impl Account {
    /// The account of pieces that tile a total, against what is registered and recognised.
    pub(super) fn of(
        what: &dyn std::fmt::Display,
        total: Length,
        pieces: &[Piece<VillageKey>],
        registered: &SpanSet,
        recognised: &SpanSet,
    ) -> Result<Self, Unbalanced> {
        let sum = |held: &dyn Fn(usize) -> bool| {
            let these = pieces.iter().filter(|piece| held(piece.owners.len()));
            these.fold(Length::ZERO, |sum, piece| sum + piece.span.length())
        };
        let account = Self {
            total,
            registered: registered.length(),
            once: sum(&|owners| owners == 1),
            shared: sum(&|owners| owners > 1),
            unregistered: sum(&|owners| owners == 0),
            recognised: recognised.length(),
        };
        account.close(what)
    }

    /// The account of all of these together.
    pub(super) fn sum(what: &dyn std::fmt::Display, accounts: &[Self]) -> Result<Self, Unbalanced> {
        let total = |part: fn(&Self) -> Length| {
            let sum = Length::checked_sum(accounts.iter().map(part));
            sum.ok_or_else(|| Unbalanced {
                what: what.to_string(),
                law: "a total fits into 64 bits",
                left: Length::ZERO,
                right: Length::from_mm(i64::MAX),
            })
        };
        let account = Self {
            total: total(|a| a.total)?,
            registered: total(|a| a.registered)?,
            once: total(|a| a.once)?,
            shared: total(|a| a.shared)?,
            unregistered: total(|a| a.unregistered)?,
            recognised: total(|a| a.recognised)?,
        };
        account.close(what)
    }

    /// Checks that the parts are the whole, in every figure.
    pub(crate) fn adds_up(
        what: &dyn std::fmt::Display,
        parts: &[Self],
        whole: &Self,
    ) -> Result<(), Unbalanced> {
        let sum = Self::sum(what, parts)?;
        check(what, "its rows add up to the total", sum.total, whole.total)?;
        check(what, "its rows add up to what is once", sum.once, whole.once)?;
        check(what, "its rows add up to what is shared", sum.shared, whole.shared)?;
        // With the identities of both sides, registered and unregistered follow.
        check(what, "its rows add up to what is recognised", sum.recognised, whole.recognised)
    }

    /// Itself, if its identities hold.
    fn close(self, what: &dyn std::fmt::Display) -> Result<Self, Unbalanced> {
        check(what, "registered = once + shared", self.registered, self.once + self.shared)?;
        let both = self.registered + self.unregistered;
        check(what, "registered + unregistered = total", both, self.total)?;
        let most = self.recognised.max(self.registered);
        check(what, "recognised is no more than registered", most, self.registered)?;
        Ok(self)
    }

    /// The account when so much more is kept once, shared and recognised of the same total.
    pub(crate) fn moved(
        &self,
        what: &dyn std::fmt::Display,
        once: Length,
        shared: Length,
        recognised: Length,
    ) -> Result<Self, Unbalanced> {
        let registered = self.registered + once + shared;
        let account = Self {
            total: self.total,
            registered,
            once: self.once + once,
            shared: self.shared + shared,
            unregistered: self.total - registered,
            recognised: self.recognised + recognised,
        };
        account.close(what)
    }

    /// Checks that another account says the same.
    pub(crate) fn is_as(
        &self,
        what: &dyn std::fmt::Display,
        other: &Self,
    ) -> Result<(), Unbalanced> {
        check(what, "the total is what was told", self.total, other.total)?;
        check(what, "registered is what was told", self.registered, other.registered)?;
        check(what, "once is what was told", self.once, other.once)?;
        check(what, "shared is what was told", self.shared, other.shared)?;
        check(what, "recognised is what was told", self.recognised, other.recognised)
    }

    /// The whole length.
    pub fn total(&self) -> Length {
        self.total
    }

    /// What at least one village keeps.
    pub fn registered(&self) -> Length {
        self.registered
    }

    /// What exactly one village keeps.
    pub fn once(&self) -> Length {
        self.once
    }

    /// What two or more villages keep.
    pub fn shared(&self) -> Length {
        self.shared
    }

    /// What nobody keeps.
    pub fn unregistered(&self) -> Length {
        self.unregistered
    }

    /// What of the registered is recognised.
    pub fn recognised(&self) -> Length {
        self.recognised
    }

    /// The registered share of the total.
    pub fn share(&self) -> Share {
        Share::of(self.registered, self.total)
    }
}
