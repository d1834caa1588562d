//! The accounts that close: coverage of the line, by section, area and village.
//!
//! Computed for one day in one survey. Every identity of the accounts is checked when a ledger is
//! built, on every run: what cannot be made to close is an error, not a figure.

mod account;
mod areas;
mod belonging;
mod query;

pub use account::{Account, UnbalancedError};
pub use areas::AreaAccount;
pub(crate) use areas::jurisdictions;
pub use belonging::Undefined;
pub(crate) use belonging::{Members, belongs_to};
pub use query::{KeptPiece, PlacedStretch};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::border::{AddressError, Border};
use crate::cover::{Piece, SpanSet, overlay};
use crate::id::{SectionId, SurveyId, VillageId};
use crate::key::{SectionKey, VillageKey};
use crate::line::Section;
use crate::registry::{Claim, Claims, Doubt, PlacementError, Placements, Registry};
use crate::span::Span;
use crate::units::Length;
pub(crate) use account::check;

/// Why there is no ledger for a day and survey.
///
/// ```
/// use border_coverage::ledger::LedgerError;
/// use border_coverage::{DataSet, SurveyId};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let refused = data.state(None, None)?.within(&SurveyId::new("1999")?);
/// assert!(matches!(refused, Err(LedgerError::Survey(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The survey is not known, or lacks a section.
    #[error("{0}")]
    Survey(AddressError),
    /// An identity does not hold.
    #[error(transparent)]
    Unbalanced(#[from] UnbalancedError),
}

/// The account of one section.
///
/// ```
/// use border_coverage::{DataSet, SectionId};
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, None)?;
/// let china = state.ledger().section(&SectionId::new("china")?).expect("a section");
/// assert_eq!(china.account.total().to_string(), "40.861 km");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct SectionAccount {
    /// The section.
    pub section: SectionId,
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// All its measures.
    #[serde(skip)]
    pub extent: Span,
    /// Its totals.
    #[serde(flatten)]
    pub account: Account,
    /// The maximal pieces that the same villages keep; they tile the section.
    #[serde(skip)]
    pub(crate) pieces: Vec<Piece<VillageKey>>,
    #[serde(skip)]
    registered: SpanSet,
    #[serde(skip)]
    recognised: SpanSet,
}

impl SectionAccount {
    /// What at least one village keeps.
    pub fn registered(&self) -> &SpanSet {
        &self.registered
    }

    /// The pieces that nobody keeps.
    pub fn gaps(&self) -> impl Iterator<Item = Span> + '_ {
        self.pieces.iter().filter(|piece| piece.owners.is_empty()).map(|piece| piece.span)
    }

    /// The pieces that two or more villages keep.
    pub(crate) fn overlaps(&self) -> impl Iterator<Item = &Piece<VillageKey>> + '_ {
        self.pieces.iter().filter(|piece| piece.owners.len() > 1)
    }
}

/// What one village keeps, wherever.
///
/// ```
/// use border_coverage::DataSet;
/// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
/// let state = data.state(None, None)?;
/// let village = state.ledger().villages().next().expect("a village that keeps something");
/// assert_eq!(village.kept, village.sole + village.shared);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VillageAccount {
    /// The village.
    pub village: VillageId,
    /// Its name.
    pub name: String,
    /// The union of its stretches.
    #[serde(rename = "kept_mm")]
    pub kept: Length,
    /// The part that no other village keeps.
    #[serde(rename = "sole_mm")]
    pub sole: Length,
    /// The part that other villages keep as well.
    #[serde(rename = "shared_mm")]
    pub shared: Length,
}

/// The accounts of a border on one day in one survey.
///
/// ```
/// use border_coverage::prelude::*;
/// use geo_types::line_string;
/// use jiff::civil::date;
/// let line = Polyline::try_from(&line_string![(x: 102.0, y: 22.0), (x: 102.1, y: 22.0)])?;
/// let section = SectionId::new("border")?;
/// let border = Border::new(vec![Section::new(section.clone(), None, line)])?;
/// let mut registry = Registry::default();
/// let village = VillageId::new("ta-kho")?;
/// registry.add_village(Village::new(village.clone(), "Tả Kho"))?;
/// registry.add_registration(Registration::written(
///     RegistrationId::new("r1")?,
///     village,
///     section,
///     (Address::Start, Address::Km(Length::from_km(4.0)?)),
///     date(2015, 3, 1),
/// ))?;
/// let state = State::close(border, registry, &SurveyId::ground(), date(2017, 4, 25))?;
/// let ledger: &Ledger = state.ledger();
/// assert_eq!(ledger.line().registered().to_string(), "4.000 km");
/// assert_eq!(ledger.line().total().mm(), 10_326_215);
/// assert_eq!(ledger.line().share().to_string(), "38.74 %");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Ledger {
    border: Arc<Border>,
    registry: Arc<Registry>,
    day: Date,
    survey: SurveyId,
    line: Account,
    sections: Vec<SectionAccount>,
    villages: BTreeMap<VillageKey, VillageAccount>,
    areas: Vec<AreaAccount>,
    members: Members,
    undefined: BTreeSet<Undefined>,
    placements: Arc<Placements>,
    claims: Vec<Claim>,
    refused: Vec<PlacementError>,
    doubts: Vec<Doubt>,
}

impl Ledger {
    /// Computes all accounts from claims that lie in the survey on the day, or would lie there if
    /// something were decided.
    ///
    /// # Errors
    /// When the survey is unknown or has no length for a section; or, were there a fault in the
    /// library, when an identity does not hold.
    pub(crate) fn of_claims(
        border: Arc<Border>,
        registry: Arc<Registry>,
        survey: &SurveyId,
        day: Date,
        placements: Arc<Placements>,
        claims: Claims,
    ) -> Result<Self, LedgerError> {
        let Claims { claims, refused, mut doubts } = claims;
        let sections = sections(&border, survey, &claims)?;
        let accounts: Vec<Account> = sections.iter().map(|s| s.account).collect();
        let line = Account::sum(&"the line", &accounts)?;
        let villages = village_accounts(&registry, &sections);
        let (members, more) = Members::on(&registry, day);
        doubts.extend(more);
        let (areas, undefined) = (Vec::new(), BTreeSet::new());
        let survey = survey.clone();
        let mut ledger = Self {
            border,
            registry,
            day,
            survey,
            line,
            sections,
            villages,
            areas,
            members,
            undefined,
            placements,
            claims,
            refused,
            doubts,
        };
        let (answers, unplaced) = ledger.registry.answers_for(&ledger.border, &ledger.survey, day);
        (ledger.areas, ledger.undefined) = ledger.close_areas(&ledger.claims, &answers)?;
        ledger.refused.extend(unplaced);
        ledger.check_villages()?;
        Ok(ledger)
    }

    /// The account of the whole line alone, from claims that lie in a survey.
    ///
    /// # Errors
    /// When the survey is unknown or has no length for a section; or, were there a fault in the
    /// library, when an identity does not hold.
    pub(crate) fn line_of_claims(
        border: &Border,
        survey: &SurveyId,
        claims: &[Claim],
    ) -> Result<Account, LedgerError> {
        let sections = sections(border, survey, claims)?;
        let accounts: Vec<Account> = sections.iter().map(|s| s.account).collect();
        Ok(Account::sum(&"the line", &accounts)?)
    }

    /// Checks what villages keep against the claims and against the line.
    fn check_villages(&self) -> Result<(), UnbalancedError> {
        let kept = union_by(self.claims.iter().map(|claim| (claim.village, claim)));
        for (village, account) in &self.villages {
            let what = &account.village;
            let union = kept.get(village).copied().unwrap_or_default();
            check(what, "kept = the union of its stretches", account.kept, union)?;
            check(what, "kept = sole + shared", account.kept, account.sole + account.shared)?;
        }
        let sole = self.villages.values().fold(Length::ZERO, |sum, v| sum + v.sole);
        check(&"the villages", "what each keeps alone adds up to once", sole, self.line.once())
    }

    /// The day.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The survey in which all lengths are.
    pub fn survey(&self) -> &SurveyId {
        &self.survey
    }

    /// The account of the whole line.
    pub fn line(&self) -> &Account {
        &self.line
    }

    /// The levels on which it is not certain who answers for a stretch, and why.
    pub fn undefined(&self) -> &BTreeSet<Undefined> {
        &self.undefined
    }

    /// To which areas the villages belong on the day.
    pub(crate) fn members(&self) -> &Members {
        &self.members
    }

    /// The stretches that villages keep on the day.
    pub(crate) fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// Where every registration lies in the survey, whether in force on the day or not.
    pub(crate) fn placements(&self) -> &Arc<Placements> {
        &self.placements
    }

    /// The rows that have no place on the line, whether in force on the day or not.
    pub fn refused(&self) -> &[PlacementError] {
        &self.refused
    }

    /// The rows whose place on the line is not sure, whether in force on the day or not.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }
}

/// The accounts of all sections.
fn sections(
    border: &Border,
    survey: &SurveyId,
    claims: &[Claim],
) -> Result<Vec<SectionAccount>, LedgerError> {
    let mut of_section: Vec<Vec<&Claim>> = vec![Vec::new(); border.sections().len()];
    claims.iter().for_each(|claim| of_section[claim.section].push(claim));
    let pairs = border.sections().iter().zip(&of_section);
    pairs
        .map(|(section, claims)| {
            let map = border.calibration(section.id(), survey).map_err(LedgerError::Survey)?;
            Ok(section_account(section, map.extent(), claims)?)
        })
        .collect()
}

/// The account of one section from the claims on it.
fn section_account(
    section: &Section,
    extent: Span,
    claims: &[&Claim],
) -> Result<SectionAccount, UnbalancedError> {
    let what = section.id();
    let owned: Vec<(Span, VillageKey)> = claims.iter().map(|c| (c.span, c.village)).collect();
    let pieces = overlay(extent, &owned);
    let registered: SpanSet = claims.iter().map(|claim| claim.span).collect();
    let recognised: SpanSet = claims.iter().filter(|c| c.recognised).map(|c| c.span).collect();
    let account = Account::of(what, extent.length(), &pieces, &registered, &recognised)?;
    let gaps = registered.gaps(extent).length();
    check(what, "gaps add up to unregistered", gaps, account.unregistered())?;
    let (section, name) = (what.clone(), section.name().to_owned());
    Ok(SectionAccount { section, name, extent, account, pieces, registered, recognised })
}

/// For each key, the length of the union of its claims.
fn union_by<'a, K: Copy + Ord>(
    claims: impl Iterator<Item = (K, &'a Claim)>,
) -> BTreeMap<K, Length> {
    let mut spans: BTreeMap<(K, SectionKey), Vec<Span>> = BTreeMap::new();
    for (key, claim) in claims {
        spans.entry((key, claim.section)).or_default().push(claim.span);
    }
    let mut lengths: BTreeMap<K, Length> = BTreeMap::new();
    for ((key, _), spans) in spans {
        let sum = lengths.entry(key).or_default();
        *sum += spans.into_iter().collect::<SpanSet>().length();
    }
    lengths
}

/// What each village keeps, from the pieces of all sections.
fn village_accounts(
    registry: &Registry,
    sections: &[SectionAccount],
) -> BTreeMap<VillageKey, VillageAccount> {
    let none = |key: VillageKey| {
        let village = registry.village_at(key);
        let (village, name) = (village.id.clone(), village.name.clone());
        let [kept, sole, shared] = [Length::ZERO; 3];
        VillageAccount { village, name, kept, sole, shared }
    };
    let mut villages: BTreeMap<VillageKey, VillageAccount> = BTreeMap::new();
    for piece in sections.iter().flat_map(|section| &section.pieces) {
        let length = piece.span.length();
        for &village in &piece.owners {
            let account = villages.entry(village).or_insert_with(|| none(village));
            account.kept += length;
            match piece.owners.len() {
                1 => account.sole += length,
                _ => account.shared += length,
            }
        }
    }
    villages
}
