//! The error of the covered length, by a model of the errors of its ends.
//!
//! Only the ends of the union count: inside a kept stretch it makes no difference where one
//! registration stops and the next begins. In the model all errors are independent with mean zero:
//!
//! - **declared**: a number written to some step is off by up to half a step either way, every
//!   error equally likely: a standard error of step / √12 (JCGM 100:2008, *Guide to the expression
//!   of uncertainty in measurement*, 4.3.7);
//! - **position**: the distance of a marker, point or drawing from the line is one sample of the
//!   error of its position; along the line that error is taken to be as large as across. A marker
//!   that is a control of the survey has no such error. Ends at the same marker move together;
//! - **scale**: between two controls of a survey, measures are interpolated. The distance of a
//!   control from the straight line between its neighbours shows how unsteady the scale is; between
//!   controls the error is that of a random walk tied down at both ends (a Brownian bridge). Where
//!   a survey has no control on a section, nothing is known of its scale: `scale_known` is false.
//!
//! The total of a section is official, hence exact; so are its own ends. Covered and uncovered
//! length therefore have the same error.

mod end;
mod scale;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::AuditError;
use crate::id::{RegistrationId, SectionId, VillageId};
use crate::key::SectionKey;
use crate::marker::Address;
use crate::state::State;
use crate::units::{Length, Measure};
use end::{ErrorSource, UnionEnd};
use scale::Scale;

/// Two standard errors either side cover about 95 %, were errors normal (JCGM 100:2008, 6.2.1).
const COVERAGE_FACTOR: i64 = 2;

/// The covered length with its error. Errors are rounded to whole millimetres.
///
/// See [`State::uncertainty`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Uncertainty {
    /// What is registered.
    #[serde(rename = "registered_mm")]
    pub registered: Length,
    /// What is not.
    #[serde(rename = "unregistered_mm")]
    pub unregistered: Length,
    /// The standard error of both.
    #[serde(rename = "standard_mm")]
    pub standard: Length,
    /// The expanded error of both: `coverage_factor` standard errors.
    #[serde(rename = "expanded_mm")]
    pub expanded: Length,
    /// The number of standard errors in an expanded one: 2, for about 95 %.
    pub coverage_factor: i64,
    /// Each section, in the order of the border.
    pub sections: Vec<SectionUncertainty>,
    /// The ends of what is registered, the least sure first; ends of sections are left out.
    pub ends: Vec<UnsureEnd>,
}

/// The error of the covered length of one section.
///
/// See [`State::uncertainty`] for an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SectionUncertainty {
    /// The section.
    pub section: SectionId,
    /// The standard error of what is registered, and of what is not.
    #[serde(rename = "standard_mm")]
    pub standard: Length,
    /// The expanded error of both.
    #[serde(rename = "expanded_mm")]
    pub expanded: Length,
    /// Whether controls show how steady the survey's scale is; where not, it is taken as exact.
    pub scale_known: bool,
}

/// An end of what is registered, and its standard errors.
///
/// See [`State::uncertainty`] for an example.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnsureEnd {
    /// The section.
    pub section: SectionId,
    /// Where it lies, in the reporting survey.
    #[serde(rename = "at_mm")]
    pub measure: Measure,
    /// The same as an address.
    pub at: Address,
    /// Whether what is registered starts or ends here.
    pub side: EndSide,
    /// The registration that reaches to here; of several, the least sure.
    pub registration: RegistrationId,
    /// Its village.
    pub village: VillageId,
    /// The error of the number as written.
    #[serde(rename = "declared_mm")]
    pub declared: Length,
    /// The error of the marker, point or drawing, along the line.
    #[serde(rename = "position_mm")]
    pub position: Length,
    /// The error of the survey's scale; none where nothing is known of it.
    #[serde(rename = "scale_mm")]
    pub scale: Option<Length>,
    /// All of them together.
    #[serde(rename = "standard_mm")]
    pub standard: Length,
}

/// A side of what is registered.
///
/// ```
/// use border_coverage::audit::EndSide;
/// assert_eq!(serde_json::to_value(EndSide::Start)?, "start");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EndSide {
    /// Where it ends.
    End,
    /// Where it starts.
    Start,
}

impl State {
    /// The error of the registered length, and which of its ends are the least sure.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// use jiff::civil::date;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let found = data.state(Some(date(2017, 4, 25)), None)?.uncertainty()?;
    /// assert_eq!(found.ends.len(), 30); // of 15 gaps
    /// let text = format!("{} ± {:.0} m", found.registered, found.expanded.metres());
    /// assert_eq!(text, "365.861 km ± 148 m");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    ///
    /// # Errors
    /// Were there a fault in the library, when a registration that bounds what is registered
    /// cannot be placed.
    pub fn uncertainty(&self) -> Result<Uncertainty, AuditError> {
        let scales: Vec<Scale<'_>> = SectionKey::of(self.border().sections())
            .map(|section| Ok(Scale::of(self.calibration(section, self.survey())?)))
            .collect::<Result<_, AuditError>>()?;
        let mut ends = self.union_ends(&scales)?;
        let of_section = |(key, scale): (SectionKey, &Scale<'_>)| {
            let standard = length(combined(ends.iter().filter(|end| end.section == key)));
            SectionUncertainty {
                section: self.section_id(key),
                standard,
                expanded: expanded(standard),
                scale_known: scale.is_known(),
            }
        };
        let sections = SectionKey::each(&scales).map(of_section).collect();
        let standard = length(combined(ends.iter()));
        ends.sort_by(|a, b| {
            let place = |end: &UnionEnd| (end.section, end.at);
            let [less, more] = [a, b].map(|end| end.errors.standard_m());
            more.total_cmp(&less).then_with(|| place(a).cmp(&place(b)))
        });
        Ok(Uncertainty {
            registered: self.ledger().line().registered(),
            unregistered: self.ledger().line().unregistered(),
            standard,
            expanded: expanded(standard),
            coverage_factor: COVERAGE_FACTOR,
            sections,
            ends: self.unsure_ends(&ends)?,
        })
    }

    /// The ends, named.
    fn unsure_ends(&self, ends: &[UnionEnd]) -> Result<Vec<UnsureEnd>, AuditError> {
        let milestones = self.milestones()?;
        let named = |end: &UnionEnd| {
            let row = self.registry().row(end.row);
            UnsureEnd {
                section: self.section_id(end.section),
                measure: end.at,
                at: milestones[end.section].address(end.at),
                side: end.side,
                registration: row.id.clone(),
                village: row.village.clone(),
                declared: length(end.errors.declared_m),
                position: length(end.errors.position_m),
                scale: end.errors.scale_m.map(length),
                standard: length(end.errors.standard_m()),
            }
        };
        Ok(ends.iter().map(named).collect())
    }
}

/// To the millimetre; zero for what is no length.
fn length(metres: f64) -> Length {
    Length::from_metres(metres).unwrap_or(Length::ZERO)
}

fn expanded(standard: Length) -> Length {
    Length::from_mm(standard.mm().saturating_mul(COVERAGE_FACTOR))
}

/// The standard error of the length between ends, in metres. Position errors of one source add up
/// with their signs, since its ends move together; all others add up as squares.
fn combined<'a>(ends: impl Iterator<Item = &'a UnionEnd>) -> f64 {
    let mut sources: BTreeMap<ErrorSource, (f64, f64)> = BTreeMap::new();
    let mut variance = 0.0;
    for UnionEnd { side, errors, .. } in ends {
        variance += errors.declared_m.powi(2) + errors.scale_m.unwrap_or(0.0).powi(2);
        let (net, error) = sources.entry(errors.source).or_default();
        *net += if *side == EndSide::Start { -1.0 } else { 1.0 };
        // The ends of one marker have one position error.
        *error = error.max(errors.position_m);
    }
    let moved = sources.values().map(|(net, error)| (net * error).powi(2));
    (variance + moved.sum::<f64>()).sqrt()
}
