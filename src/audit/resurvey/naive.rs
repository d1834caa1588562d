//! The figure that adds up what was declared, and why it is not the coverage.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::carried::DeclaredRow;
use crate::audit::AuditError;
use crate::audit::progress::total;
use crate::cover::for_each_piece;
use crate::id::SurveyId;
use crate::key::{RowKey, SectionKey};
use crate::ledger::{Account, check};
use crate::span::Span;
use crate::state::State;
use crate::units::{Length, Share};

/// What comes of adding up the declared lengths, each in its own survey, over the length of the
/// ledger's survey: a share that may pass 100 %. It is shown as it is, with what makes it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naive {
    /// The whole line.
    pub line: NaiveAccount,
    /// Each section, in the order of the border.
    pub sections: Vec<NaiveAccount>,
    /// Of the sections whose share passes 100 %, the rows in force that make declared and
    /// registered differ: section by section, the largest first.
    pub causes: Vec<Cause>,
}

/// Declared lengths against the account: always, to the millimetre,
/// `declared - registered = again + of surveys`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NaiveAccount {
    /// The length in the ledger's survey.
    pub total: Length,
    /// The declared lengths, each row counted in its own survey.
    pub declared: Length,
    /// What at least one village keeps, in the ledger's survey.
    pub registered: Length,
    /// What rows count that others counted already, in the ledger's survey.
    pub again: Length,
    /// How much longer the rows are in their own surveys than in the ledger's.
    pub of_surveys: Length,
}

/// A row that makes declared and registered differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The section, by its place in the border.
    pub section: SectionKey,
    /// The row, by its place in [`Registry::registrations`](crate::Registry).
    pub row: RowKey,
    /// The survey in which it was declared.
    pub survey: SurveyId,
    /// Its length there.
    pub declared: Length,
    /// What of it rows declared before it count already, in the ledger's survey.
    pub again: Length,
    /// How much longer it is in its own survey than in the ledger's.
    pub of_surveys: Length,
}

impl NaiveAccount {
    /// The declared share, clipped nowhere.
    pub fn share(&self) -> Share {
        Share::of(self.declared, self.total)
    }

    /// Whether it passes 100 %.
    pub fn passes(&self) -> bool {
        self.declared > self.total
    }

    fn closed(self, what: &dyn std::fmt::Display) -> Result<Self, AuditError> {
        let law = "declared - registered = counted again + residual of the surveys";
        check(what, law, self.declared - self.registered, self.again + self.of_surveys)?;
        Ok(self)
    }
}

impl Cause {
    /// What it adds to the difference.
    pub fn excess(&self) -> Length {
        self.again + self.of_surveys
    }
}

impl State {
    /// The declared lengths added up, against what is registered.
    ///
    /// Where several rows keep a place, the one declared last counts it again.
    ///
    /// # Errors
    /// When the lengths add up to more than 64 bits; or, were there a fault in the library, when an
    /// identity does not hold.
    pub fn naive(&self) -> Result<Naive, AuditError> {
        let mut again = self.counted_again()?;
        let mut of_section: BTreeMap<SectionKey, Vec<Cause>> = BTreeMap::new();
        for DeclaredRow { row, section, survey, own, carried } in self.declared() {
            of_section.entry(section).or_default().push(Cause {
                section,
                row,
                survey: survey.clone(),
                declared: own,
                again: again.remove(&(section, row)).unwrap_or_default(),
                of_surveys: own - carried,
            });
        }
        let (mut sections, mut causes) = (Vec::new(), Vec::new());
        for (i, ledger) in self.ledger().keyed_sections() {
            let mut rows = of_section.remove(&i).unwrap_or_default();
            let account = account(self.section_length(i)?, &ledger.account, &rows)?;
            if account.passes() {
                rows.retain(|row| row.excess() != Length::ZERO);
                rows.sort_by_key(|row| (Reverse(row.excess()), row.row));
                causes.append(&mut rows);
            }
            sections.push(account.closed(self.border().sections()[i].id())?);
        }
        let sum = |part: fn(&NaiveAccount) -> Length| {
            total("declared stretches", sections.iter().map(part))
        };
        let line = NaiveAccount {
            total: sum(|s| s.total)?,
            declared: sum(|s| s.declared)?,
            registered: self.ledger().line().registered(),
            again: sum(|s| s.again)?,
            of_surveys: sum(|s| s.of_surveys)?,
        };
        Ok(Naive { line: line.closed(&"the line")?, sections, causes })
    }

    /// For each section and row, what of it rows declared before it keep as well.
    fn counted_again(&self) -> Result<BTreeMap<(SectionKey, RowKey), Length>, AuditError> {
        let registrations = self.registry().registrations();
        let mut of_section: BTreeMap<SectionKey, Vec<_>> = BTreeMap::new();
        for (nth, claim) in self.ledger().claims().iter().enumerate() {
            // A row may lie over itself: each of its stretches counts.
            let owner = (registrations[claim.row].since, claim.row, nth);
            of_section.entry(claim.section).or_default().push((claim.span, owner));
        }
        let mut again: BTreeMap<(SectionKey, RowKey), Length> = BTreeMap::new();
        for (section, claims) in of_section {
            let id = self.border().sections()[section].id();
            let extent: Span = self.border().calibration(id, self.ledger().survey())?.extent();
            for_each_piece(extent, &claims, |span, owners| {
                for (_, row, _) in owners.iter().skip(1) {
                    let sum = again.entry((section, *row)).or_default();
                    *sum = *sum + span.length();
                }
            });
        }
        Ok(again)
    }
}

/// The account of a section, its parts added up from the rows.
fn account(length: Length, ledger: &Account, rows: &[Cause]) -> Result<NaiveAccount, AuditError> {
    let sum = |part: fn(&Cause) -> Length| total("declared stretches", rows.iter().map(part));
    Ok(NaiveAccount {
        total: length,
        declared: sum(|row| row.declared)?,
        registered: ledger.registered(),
        again: sum(|row| row.again)?,
        of_surveys: sum(|row| row.of_surveys)?,
    })
}
