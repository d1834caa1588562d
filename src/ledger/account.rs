//! One account: what of a total is registered, once or shared, and what is left.

use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

use crate::cover::{Piece, SpanSet};
use crate::key::VillageKey;
use crate::units::{Length, Share};

/// An identity of the accounts that does not hold: a fault of the library, never of the data.
///
/// ```
/// let json = r#"{"total_mm":2,"registered_mm":2,"once_mm":1,"shared_mm":0,
///     "unregistered_mm":0,"recognised_mm":0,"registered_share":1.0}"#;
/// let refused = serde_json::from_str::<border_coverage::ledger::Account>(json).unwrap_err();
/// assert!(refused.to_string().contains("registered = once + shared"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
#[error(
    "the accounts of {what} do not close: {law}, but {left} is not {right}; please report this"
)]
pub struct UnbalancedError {
    /// Whose account.
    pub what: String,
    /// The identity, in words.
    pub law: &'static str,
    /// Its left side.
    pub left: Length,
    /// Its right side.
    pub right: Length,
}

/// Returns an error where an identity does not hold.
pub(crate) fn check(
    what: &dyn std::fmt::Display,
    law: &'static str,
    left: Length,
    right: Length,
) -> Result<(), UnbalancedError> {
    if left == right {
        return Ok(());
    }
    Err(UnbalancedError { what: what.to_string(), law, left, right })
}

/// What of a total length is registered, once or shared, and what is left.
///
/// Always, to the millimetre: `registered = once + shared` and
/// `registered + unregistered = total`. What is read from JSON is refused where they do not hold.
///
/// ```
/// use border_coverage::DataSet;
/// use border_coverage::ledger::Account;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let account = *data.state(None, None)?.ledger().line();
/// assert_eq!(account.registered() + account.unregistered(), account.total());
/// let json = serde_json::to_string(&account)?;
/// assert!(json.starts_with(r#"{"total_mm":400861000,"registered_mm":365861000,"#));
/// assert_eq!(serde_json::from_str::<Account>(&json)?, account);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "AccountKeys", try_from = "AccountLengths")]
pub struct Account {
    total: Length,
    registered: Length,
    once: Length,
    shared: Length,
    unregistered: Length,
    recognised: Length,
}

/// The keys of `report.json`; all are null where there is no account.
#[derive(Serialize)]
struct AccountKeys {
    total_mm: Option<Length>,
    registered_mm: Option<Length>,
    once_mm: Option<Length>,
    shared_mm: Option<Length>,
    unregistered_mm: Option<Length>,
    recognised_mm: Option<Length>,
    registered_share: Option<f64>,
}

impl From<Option<&Account>> for AccountKeys {
    fn from(account: Option<&Account>) -> Self {
        Self {
            total_mm: account.map(Account::total),
            registered_mm: account.map(Account::registered),
            once_mm: account.map(Account::once),
            shared_mm: account.map(Account::shared),
            unregistered_mm: account.map(Account::unregistered),
            recognised_mm: account.map(Account::recognised),
            registered_share: account.and_then(|account| account.share().ratio()),
        }
    }
}

impl From<Account> for AccountKeys {
    fn from(account: Account) -> Self {
        Some(&account).into()
    }
}

/// The keys without which nothing is an account.
#[derive(Deserialize)]
struct AccountLengths {
    total_mm: Length,
    registered_mm: Length,
    once_mm: Length,
    shared_mm: Length,
    unregistered_mm: Length,
    recognised_mm: Length,
}

impl TryFrom<AccountLengths> for Account {
    type Error = UnbalancedError;

    fn try_from(keys: AccountLengths) -> Result<Self, UnbalancedError> {
        let account = Self {
            total: keys.total_mm,
            registered: keys.registered_mm,
            once: keys.once_mm,
            shared: keys.shared_mm,
            unregistered: keys.unregistered_mm,
            recognised: keys.recognised_mm,
        };
        let what = &"an account that was read";
        let parts = [account.once, account.shared, account.unregistered, account.recognised];
        for part in parts {
            check(what, "no length is negative", part.min(Length::ZERO), Length::ZERO)?;
        }
        // Their sum bounds every sum of the identities.
        Length::checked_sum(parts).ok_or_else(|| beyond_range(what))?;
        account.close(what)
    }
}

/// Writes an account, or as many nulls.
pub(super) fn or_nulls<S: Serializer>(
    account: &Option<Account>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    AccountKeys::from(account.as_ref()).serialize(serializer)
}

/// The sum of lengths exceeds 64 bits.
fn beyond_range(what: &dyn std::fmt::Display) -> UnbalancedError {
    UnbalancedError {
        what: what.to_string(),
        law: "a total fits into 64 bits",
        left: Length::ZERO,
        right: Length::from_mm(i64::MAX),
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
    ) -> Result<Self, UnbalancedError> {
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
    pub(super) fn sum(
        what: &dyn std::fmt::Display,
        accounts: &[Self],
    ) -> Result<Self, UnbalancedError> {
        let total = |part: fn(&Self) -> Length| {
            let sum = Length::checked_sum(accounts.iter().map(part));
            sum.ok_or_else(|| beyond_range(what))
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
    ) -> Result<(), UnbalancedError> {
        let sum = Self::sum(what, parts)?;
        check(what, "its rows add up to the total", sum.total, whole.total)?;
        check(what, "its rows add up to what is once", sum.once, whole.once)?;
        check(what, "its rows add up to what is shared", sum.shared, whole.shared)?;
        // With the identities of both sides, registered and unregistered follow.
        check(what, "its rows add up to what is recognised", sum.recognised, whole.recognised)
    }

    /// Itself, if its identities hold.
    fn close(self, what: &dyn std::fmt::Display) -> Result<Self, UnbalancedError> {
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
    ) -> Result<Self, UnbalancedError> {
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

    /// Checks that another account has the same figures.
    pub(crate) fn is_as(
        &self,
        what: &dyn std::fmt::Display,
        other: &Self,
    ) -> Result<(), UnbalancedError> {
        check(what, "the total is as expected", self.total, other.total)?;
        check(what, "registered is as expected", self.registered, other.registered)?;
        check(what, "once is as expected", self.once, other.once)?;
        check(what, "shared is as expected", self.shared, other.shared)?;
        check(what, "recognised is as expected", self.recognised, other.recognised)
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

#[cfg(test)]
mod tests {
    use super::Account;

    /// Total, registered, once, shared, unregistered and recognised, as JSON and back.
    fn read(
        [total, registered, once, shared, left, recognised]: [i64; 6],
    ) -> Result<Account, String> {
        let json = serde_json::json!({
            "total_mm": total,
            "registered_mm": registered,
            "once_mm": once,
            "shared_mm": shared,
            "unregistered_mm": left,
            "recognised_mm": recognised,
        });
        serde_json::from_value(json).map_err(|error| error.to_string())
    }

    #[test]
    fn an_account_is_read_only_where_its_identities_hold() {
        let account = read([10, 6, 4, 2, 4, 1]).unwrap();
        let json = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
        for (lengths, reason) in [
            ([10, 6, 4, 1, 4, 1], "registered = once + shared"),
            ([11, 6, 4, 2, 4, 1], "registered + unregistered = total"),
            ([10, 6, 4, 2, 4, 7], "recognised is no more than registered"),
            ([0, 0, 1, -1, 0, 0], "no length is negative"),
            ([i64::MAX, i64::MAX, i64::MAX, 1, 0, 0], "a total fits into 64 bits"),
        ] {
            let error = read(lengths).unwrap_err();
            assert!(error.contains(reason), "{lengths:?}: {error}");
        }
    }
}
