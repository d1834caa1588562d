//! Tables of the same registrations in one survey and another.

use jiff::civil::Date;
use serde::Serialize;

use super::{Coverage, ReportError};
use crate::audit::{Cause, Every, Interval, Naive, NaiveAccount};
use crate::id::{RegistrationId, SectionId, SurveyId};
use crate::key::SectionKey;
use crate::marker::Address;
use crate::problem::{Problem, Problems};
use crate::state::State;
use crate::units::{Length, Measure};

/// The most days in the table of days and surveys: the latest.
const MOST_DAYS: usize = 10;

/// The same registrations in every survey.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SurveyTable {
    /// The days shown: the ends of the last years in which anything was registered, and the
    /// reporting day.
    pub days: Vec<Date>,
    /// Each day in each survey that measured the whole line.
    pub rows: Vec<SurveyRow>,
    /// The surveys that did not measure the whole line.
    pub lacking: Vec<LackingRow>,
    /// What is declared in each survey, carried to the reporting survey.
    pub carried: Vec<CarriedRow>,
    /// What comes of adding up declared lengths.
    pub naive: NaiveTable,
    /// Declared against measured length between control points, outliers first.
    pub intervals: Vec<IntervalRow>,
}

/// The line on one day in one survey.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SurveyRow {
    /// The day.
    pub date: Date,
    /// The survey.
    pub survey: SurveyId,
    /// The account of the line.
    #[serde(flatten)]
    pub coverage: Coverage,
}

/// A survey that did not measure the whole line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LackingRow {
    /// The survey.
    pub survey: SurveyId,
    /// The sections that it lacks.
    pub sections: Vec<SectionId>,
}

/// What is declared in one survey along one section.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CarriedRow {
    /// The section.
    pub section: SectionId,
    /// The survey in which it was declared.
    pub survey: SurveyId,
    /// How many rows in force.
    pub rows: usize,
    /// Their lengths in their own survey, each row counted.
    pub own_mm: Length,
    /// Their lengths in the reporting survey.
    pub carried_mm: Length,
    /// Carried less own.
    pub residual_mm: Length,
    /// What of the residual the section's plain scale does not explain.
    pub beyond_scale_mm: Length,
    /// Carried over own.
    pub ratio: Option<f64>,
}

/// Declared lengths added up; `declared - registered = again + of_surveys`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the names say it; they are those of report.json")]
pub struct NaiveRow {
    pub total_mm: Length,
    pub declared_mm: Length,
    pub registered_mm: Length,
    pub again_mm: Length,
    pub of_surveys_mm: Length,
    pub declared_share: Option<f64>,
}

/// Declared lengths added up: no coverage, and above 100 % wherever that comes of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct NaiveTable {
    /// The whole line.
    #[serde(flatten)]
    pub line: NaiveRow,
    /// Each section.
    pub sections: Vec<NaiveSectionRow>,
}

/// Declared lengths of one section added up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NaiveSectionRow {
    /// The section.
    pub section: SectionId,
    /// The sums.
    #[serde(flatten)]
    pub sums: NaiveRow,
    /// Where they pass 100 %, what makes them differ from what is registered, largest first.
    pub causes: Vec<CauseRow>,
}

/// A registration that makes declared and registered differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CauseRow {
    /// The registration.
    pub registration: RegistrationId,
    /// The survey in which it was declared.
    pub survey: SurveyId,
    /// Its length there.
    pub declared_mm: Length,
    /// What of it was counted already.
    pub again_mm: Length,
    /// How much longer it is in its own survey than in the reporting survey.
    pub of_surveys_mm: Length,
}

/// The stretch between two neighbouring control points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IntervalRow {
    /// The section.
    pub section: SectionId,
    /// The survey.
    pub survey: SurveyId,
    /// Where it starts, in that survey.
    pub from_mm: Measure,
    /// Where it ends.
    pub to_mm: Measure,
    /// Where it starts, as an address.
    pub from: Address,
    /// Where it ends.
    pub to: Address,
    /// Its declared length.
    pub declared_mm: Length,
    /// Its geodesic length on the digitised line.
    pub measured_mm: Length,
    /// Declared over measured.
    pub ratio: Option<f64>,
    /// How much longer it was declared than the section's plain scale makes it.
    pub deviation_mm: Length,
    /// The same in ‰.
    pub deviation_per_mille: Option<f64>,
    /// How unlike the other intervals of the section it is, in robust standard deviations.
    pub robust_z: Option<f64>,
}

/// The same registrations in every survey. Where lengths are too great to be added up, that is
/// told as a problem.
pub(super) fn surveys(state: &State, problems: &mut Problems) -> Result<SurveyTable, ReportError> {
    match table(state) {
        Err(ReportError::Audit(error)) if error.is_of_the_data() => {
            problems.warn(Problem::in_file("surveys.csv", format!("no surveys in time: {error}")));
            Ok(SurveyTable::default())
        }
        other => other,
    }
}

fn table(state: &State) -> Result<SurveyTable, ReportError> {
    let mut days = state.days(Every::Year)?;
    days.drain(..days.len().saturating_sub(MOST_DAYS));
    let found = state.days_by_surveys(&days)?;
    let rows = found.rows.into_iter().map(|row| SurveyRow {
        date: row.day,
        survey: row.survey,
        coverage: (&row.account).into(),
    });
    let lacking = found.lacking.into_iter();
    let lacking = lacking.map(|l| LackingRow { survey: l.survey, sections: l.sections });
    let intervals = state.intervals()?;
    Ok(SurveyTable {
        days,
        rows: rows.collect(),
        lacking: lacking.collect(),
        carried: carried(state)?,
        naive: naive(state, &state.naive()?),
        intervals: intervals.into_iter().map(|one| interval(state, one)).collect(),
    })
}

fn carried(state: &State) -> Result<Vec<CarriedRow>, ReportError> {
    let row = |row: crate::audit::Carried| CarriedRow {
        section: state.section_id(row.section),
        rows: row.rows,
        own_mm: row.own,
        carried_mm: row.carried,
        residual_mm: row.residual(),
        beyond_scale_mm: row.beyond_scale(),
        ratio: row.ratio(),
        survey: row.survey,
    };
    Ok(state.carried()?.into_iter().map(row).collect())
}

fn naive(state: &State, found: &Naive) -> NaiveTable {
    let causes = |section: SectionKey| {
        let here = found.causes.iter().filter(move |cause| cause.section == section);
        here.map(|cause| cause_row(state, cause)).collect()
    };
    let sections = SectionKey::each(&found.sections).map(|(key, account)| NaiveSectionRow {
        section: state.section_id(key),
        sums: account.into(),
        causes: causes(key),
    });
    NaiveTable { line: (&found.line).into(), sections: sections.collect() }
}

fn cause_row(state: &State, cause: &Cause) -> CauseRow {
    CauseRow {
        registration: state.registry().registrations()[cause.row].id.clone(),
        survey: cause.survey.clone(),
        declared_mm: cause.declared,
        again_mm: cause.again,
        of_surveys_mm: cause.of_surveys,
    }
}

impl From<&NaiveAccount> for NaiveRow {
    fn from(account: &NaiveAccount) -> Self {
        Self {
            total_mm: account.total,
            declared_mm: account.declared,
            registered_mm: account.registered,
            again_mm: account.again,
            of_surveys_mm: account.of_surveys,
            declared_share: account.share().ratio(),
        }
    }
}

fn interval(state: &State, one: Interval) -> IntervalRow {
    IntervalRow {
        section: state.section_id(one.section),
        from_mm: one.span.from(),
        to_mm: one.span.to(),
        declared_mm: one.official(),
        measured_mm: one.ground,
        ratio: one.ratio(),
        deviation_mm: one.deviation(),
        deviation_per_mille: one.deviation_per_mille(),
        robust_z: one.robust_z,
        survey: one.survey,
        from: one.from,
        to: one.to,
    }
}
