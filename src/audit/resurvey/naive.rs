//! The sum of the declared lengths, and why it is not the coverage.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::carried::DeclaredRow;
use crate::audit::AuditError;
use crate::audit::progress::total;
use crate::cover::for_each_piece;
use crate::id::{RegistrationId, SectionId, SurveyId};
use crate::key::{RowKey, SectionKey};
use crate::ledger::{Account, check};
use crate::span::Span;
use crate::state::State;
use crate::units::{Length, Share};

/// The declared lengths added up, each in its own survey, against the length in the state's survey:
/// a share that may pass 100 %. It is not clipped, and comes with its causes.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let naive = data.state(None, None)?.naive()?;
/// assert_eq!((naive.line.declared.mm(), naive.line.registered.mm()), (393_388_362, 365_861_000));
/// let above = naive.sections.iter().find(|section| section.account.passes()).expect("one is");
/// assert_eq!((above.section.as_str(), above.causes.len()), ("china", 5));
/// # Ok::<(), border_coverage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Naive {
    /// The whole line.
    #[serde(flatten)]
    pub line: NaiveAccount,
    /// Each section, in the order of the border.
    pub sections: Vec<NaiveSection>,
}

/// The declared lengths of one section added up.
///
/// See [`Naive`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NaiveSection {
    /// The section.
    pub section: SectionId,
    /// The sums.
    #[serde(flatten)]
    pub account: NaiveAccount,
    /// Where the share passes 100 %, the registrations in force that make declared and registered
    /// differ, the largest first; else none.
    pub causes: Vec<Cause>,
}

/// Declared lengths against the account. To the millimetre,
/// `declared - registered = again + of surveys`.
///
/// See [`Naive`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct NaiveAccount {
    /// The length in the state's survey.
    #[serde(rename = "total_mm")]
    pub total: Length,
    /// The sum of the declared lengths of all rows, each in its own survey.
    #[serde(rename = "declared_mm")]
    pub declared: Length,
    /// What at least one village keeps, in the state's survey.
    #[serde(rename = "registered_mm")]
    pub registered: Length,
    /// What rows count that others counted already, in the state's survey.
    #[serde(rename = "again_mm")]
    pub again: Length,
    /// How much longer the rows are in their own surveys than in the state's.
    #[serde(rename = "of_surveys_mm")]
    pub of_surveys: Length,
    /// `declared / total`, not clipped; none where that is zero.
    pub declared_share: Option<f64>,
}

/// A registration that makes declared and registered differ.
///
/// See [`Naive`] for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Cause {
    /// The registration.
    pub registration: RegistrationId,
    /// The survey in which it was declared.
    pub survey: SurveyId,
    /// Its length there.
    #[serde(rename = "declared_mm")]
    pub declared: Length,
    /// The part of it that rows declared before it count already, in the state's survey.
    #[serde(rename = "again_mm")]
    pub again: Length,
    /// How much longer it is in its own survey than in the state's.
    #[serde(rename = "of_surveys_mm")]
    pub of_surveys: Length,
}

impl Naive {
    /// The causes of all sections whose share passes 100 %.
    pub fn causes(&self) -> impl Iterator<Item = &Cause> {
        self.sections.iter().flat_map(|section| &section.causes)
    }
}

impl NaiveAccount {
    /// The declared share, not clipped.
    #[must_use]
    pub fn share(&self) -> Share {
        Share::of(self.declared, self.total)
    }

    /// Whether it passes 100 %.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.declared > self.total
    }

    /// With its share, if the identity holds.
    fn closed(mut self, what: &dyn std::fmt::Display) -> Result<Self, AuditError> {
        let law = "declared - registered = counted again + residual of the surveys";
        check(what, law, self.declared - self.registered, self.again + self.of_surveys)?;
        self.declared_share = self.share().ratio();
        Ok(self)
    }
}

impl Cause {
    /// What it adds to the difference.
    #[must_use]
    pub fn excess(&self) -> Length {
        self.again + self.of_surveys
    }
}

impl State {
    /// The declared lengths added up, against what is registered.
    ///
    /// Where several rows keep a stretch, those declared later count it again.
    ///
    /// # Errors
    /// When the lengths add up to more than 64 bits; or, were there a fault in the library, when an
    /// identity does not hold.
    pub fn naive(&self) -> Result<Naive, AuditError> {
        let mut again = self.counted_again()?;
        let mut of_section: BTreeMap<SectionKey, Vec<(RowKey, Cause)>> = BTreeMap::new();
        for DeclaredRow { row, section, survey, own, carried } in self.declared() {
            let cause = Cause {
                registration: self.registry().row(row).id.clone(),
                survey: survey.clone(),
                declared: own,
                again: again.remove(&(section, row)).unwrap_or_default(),
                of_surveys: own - carried,
            };
            of_section.entry(section).or_default().push((row, cause));
        }
        let mut sections = Vec::new();
        for (key, ledger) in self.ledger().keyed_sections() {
            let rows = of_section.remove(&key).unwrap_or_default();
            let section = self.border().section_at(key).id().clone();
            let account = account(self.section_length(key)?, &ledger.account, &rows)?;
            let account = account.closed(&section)?;
            let causes = if account.passes() { largest_first(rows) } else { Vec::new() };
            sections.push(NaiveSection { section, account, causes });
        }
        let sum = |part: fn(&NaiveAccount) -> Length| {
            total("declared stretches", sections.iter().map(|section| part(&section.account)))
        };
        let line = NaiveAccount {
            total: sum(|s| s.total)?,
            declared: sum(|s| s.declared)?,
            registered: self.ledger().line().registered(),
            again: sum(|s| s.again)?,
            of_surveys: sum(|s| s.of_surveys)?,
            declared_share: None,
        };
        Ok(Naive { line: line.closed(&"the line")?, sections })
    }

    /// For each section and row, the part of it that rows declared earlier keep as well.
    fn counted_again(&self) -> Result<BTreeMap<(SectionKey, RowKey), Length>, AuditError> {
        let registrations = self.registry().registrations();
        let mut of_section: BTreeMap<SectionKey, Vec<_>> = BTreeMap::new();
        for (nth, claim) in self.ledger().claims().iter().enumerate() {
            // A row may overlap itself: each of its stretches counts.
            let owner = (registrations[claim.row].since, claim.row, nth);
            of_section.entry(claim.section).or_default().push((claim.span, owner));
        }
        let mut again: BTreeMap<(SectionKey, RowKey), Length> = BTreeMap::new();
        for (section, claims) in of_section {
            let id = self.border().section_at(section).id();
            let extent: Span = self.border().calibration(id, self.survey())?.extent();
            for_each_piece(extent, &claims, |span, owners| {
                for (_, row, _) in owners.iter().skip(1) {
                    let sum = again.entry((section, *row)).or_default();
                    *sum += span.length();
                }
            });
        }
        Ok(again)
    }
}

/// The rows that make declared and registered differ.
fn largest_first(mut rows: Vec<(RowKey, Cause)>) -> Vec<Cause> {
    rows.retain(|(_, cause)| cause.excess() != Length::ZERO);
    rows.sort_by_key(|(row, cause)| (Reverse(cause.excess()), *row));
    rows.into_iter().map(|(_, cause)| cause).collect()
}

/// The account of a section, its parts added up from the rows; as yet without its share.
fn account(
    length: Length,
    ledger: &Account,
    rows: &[(RowKey, Cause)],
) -> Result<NaiveAccount, AuditError> {
    let sum = |part: fn(&Cause) -> Length| {
        total("declared stretches", rows.iter().map(|(_, cause)| part(cause)))
    };
    Ok(NaiveAccount {
        total: length,
        declared: sum(|row| row.declared)?,
        registered: ledger.registered(),
        again: sum(|row| row.again)?,
        of_surveys: sum(|row| row.of_surveys)?,
        declared_share: None,
    })
}
