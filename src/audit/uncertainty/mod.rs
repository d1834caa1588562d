//! How sure the covered length is: a stated model of the errors of its ends.
//!
//! Only the ends of the union count: inside a kept stretch it makes no difference where one
//! registration stops and the next begins. The model, all errors independent and about zero:
//!
//! - **declared**: a number written to some step may be off by up to half of it either way, any
//!   error as likely as another: a standard error of step / √12 (JCGM 100:2008, *Guide to the
//!   expression of uncertainty in measurement*, 4.3.7);
//! - **position**: how far a marker, a point or a drawing lies off the line is one look at the error
//!   of its position; along the line it is taken to be as large as across. A marker that the survey
//!   has as a control is where the survey says. Ends that hang on the same marker move together;
//! - **scale**: between two controls of a survey, measures are interpolated. How far a control lies
//!   from the straight line between its neighbours tells how unsteady the scale is; in between,
//!   the error grows and shrinks as that of a random walk tied down at both ends (a Brownian
//!   bridge). Where a survey has no control on a section, nothing is known of it, and that is said.
//!
//! The total of a section is official, hence exact; so are its own ends. Covered and uncovered
//! length therefore have the same error.

mod end;
mod scale;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::AuditError;
use crate::key::SectionKey;
use crate::state::State;
use crate::units::Length;
use end::Hinge;
pub use end::UnsureEnd;
use scale::Scale;

/// The covered length, give or take.
#[derive(Debug, Clone)]
pub struct Uncertainty {
    /// What is registered.
    pub registered: Length,
    /// What is not.
    pub unregistered: Length,
    /// The standard error of both, in metres.
    pub standard_m: f64,
    /// Section by section.
    pub sections: Vec<SectionUncertainty>,
    /// The ends of what is registered, the least sure first; ends of sections are left out.
    pub ends: Vec<UnsureEnd>,
}

/// The covered length of one section, give or take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SectionUncertainty {
    /// The standard error of what is registered, and of what is not, in metres.
    pub standard_m: f64,
    /// Whether controls tell how steady the survey's scale is; where not, it is taken as exact.
    pub scale_known: bool,
}

impl State {
    /// How sure what is registered is, and which ends of it are the least sure.
    ///
    /// # Errors
    /// Were there a fault in the library, when a registration that bounds what is registered has
    /// no place.
    ///
    /// ```
    /// use border_coverage::DataSet;
    /// use jiff::civil::date;
    /// let data = DataSet::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien"))?;
    /// let found = data.state(Some(date(2017, 4, 25)), None)?.uncertainty()?;
    /// assert_eq!(found.ends.len(), 30); // of 15 gaps
    /// assert_eq!(format!("{} ± {:.0} m", found.registered, 2.0 * found.standard_m), "365.861 km ± 148 m");
    /// # Ok::<(), border_coverage::Error>(())
    /// ```
    pub fn uncertainty(&self) -> Result<Uncertainty, AuditError> {
        let survey = self.ledger().survey();
        let scales: Vec<Scale<'_>> = SectionKey::of(self.ledger().section_accounts())
            .map(|section| Ok(Scale::of(self.calibration(section, survey)?)))
            .collect::<Result<_, AuditError>>()?;
        let all = self.unsure_ends(&scales)?;
        let of_section = |(i, scale): (SectionKey, &Scale<'_>)| SectionUncertainty {
            standard_m: combined(all.iter().filter(|(end, _)| end.section == i)),
            scale_known: scale.is_known(),
        };
        let sections: Vec<SectionUncertainty> = SectionKey::each(&scales).map(of_section).collect();
        let line = self.ledger().line();
        let standard_m = combined(all.iter());
        let mut ends: Vec<UnsureEnd> = all.into_iter().map(|(end, _)| end).collect();
        let place = |end: &UnsureEnd| (end.section, end.at);
        ends.sort_by(|a, b| {
            b.standard_m.total_cmp(&a.standard_m).then_with(|| place(a).cmp(&place(b)))
        });
        Ok(Uncertainty {
            registered: line.registered(),
            unregistered: line.unregistered(),
            standard_m,
            sections,
            ends,
        })
    }
}

/// The standard error of the length between ends: what hangs on the same marker moves with it, so
/// those errors add up with their signs; all others as squares.
fn combined<'a>(ends: impl Iterator<Item = &'a (UnsureEnd, Hinge)>) -> f64 {
    let mut hinges: BTreeMap<Hinge, (f64, f64)> = BTreeMap::new();
    let mut variance = 0.0;
    for (end, hinge) in ends {
        variance += end.declared_m.powi(2) + end.scale_m.unwrap_or(0.0).powi(2);
        let (net, error) = hinges.entry(*hinge).or_default();
        *net += if end.starts { -1.0 } else { 1.0 };
        // One marker has one error.
        *error = error.max(end.position_m);
    }
    let moved = hinges.values().map(|(net, error)| (net * error).powi(2));
    (variance + moved.sum::<f64>()).sqrt()
}
