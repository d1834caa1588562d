//! From control points to the map of a section in a survey.

use super::official_length::Official;
use crate::border::{AMBIGUITY_MARGIN, Border};
use crate::id::{SectionId, SurveyId};
use crate::marker::MarkerLabel;
use crate::problem::{Problem, Problems, Source};
use crate::survey::Calibration;
use crate::units::{Length, Measure, Place};

/// One control as read.
pub(super) struct Control {
    pub(super) survey: SurveyId,
    pub(super) section: SectionId,
    pub(super) at: ControlPoint,
    pub(super) measure: Length,
    /// The step of the measure's last digit.
    pub(super) step: Length,
    pub(super) source: Source,
}

/// Where a control is on the ground.
pub(super) enum ControlPoint {
    Marker(MarkerLabel),
    Ground(Place),
}

/// A control with its place and its measure.
type Placed = (Place, Measure, Control);

/// The map of a section in a survey, by way of the most controls that increase together; the
/// others are reported and left out. The order of rows does not matter. A control at an end of the
/// section that agrees with its official length is redundant, and so is a second one at a place.
pub(super) fn calibrate(
    border: &Border,
    row: &Official,
    controls: Vec<Control>,
    problems: &mut Problems,
) -> Result<Calibration, String> {
    let section = border.section(&row.section).map_err(|e| e.to_string())?;
    let end = section.line().end();
    let whole = Calibration::new(end, row.length, &[]).map_err(|e| e.to_string())?;
    let mut placed = placed(border, row, controls, problems);
    placed.retain(|control| !is_redundant_at_end(control, &whole, end, problems));
    let placed = without_doubles(placed, problems);
    let points: Vec<(Place, Measure)> = placed.iter().map(|&(p, m, _)| (p, m)).collect();
    let chain = longest_increasing(&points, &whole, end);
    for (place, measure, control) in &placed {
        if chain.contains(&(*place, *measure)) {
            continue;
        }
        let with: Vec<_> = chain.iter().copied().chain([(*place, *measure)]).collect();
        let Err(error) = Calibration::new(end, row.length, &with) else { continue };
        let message = match disagreement(*place, *measure, &whole, end) {
            Some(message) => message,
            None if *measure >= whole.extent().to() => {
                format!("{error}; the whole section measures {} in surveys.csv", whole.total())
            }
            None => error.to_string(),
        };
        reject(control, "measure_km", &control.measure.km(), &message, problems);
    }
    Calibration::new(end, row.length, &chain).map_err(|e| e.to_string())
}

fn reject(control: &Control, field: &str, value: &str, message: &str, problems: &mut Problems) {
    let problem = Problem::at(control.source, format!("{message}; the row is left out"));
    problems.reject(control.source, problem.field(field).value(value));
}

/// The controls with their places, in order; those that have none are left out.
fn placed(
    border: &Border,
    row: &Official,
    controls: Vec<Control>,
    problems: &mut Problems,
) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::new();
    for control in controls {
        let place = match &control.at {
            ControlPoint::Ground(place) => *place,
            ControlPoint::Marker(label) => {
                match border.marker_place(&control.section, label, row.date) {
                    Ok(place) => place,
                    Err(e) => {
                        let value = label.to_string();
                        reject(&control, "marker", &value, &e.to_string(), problems);
                        continue;
                    }
                }
            }
        };
        placed.push((place, Measure::ZERO + control.measure, control));
    }
    placed.sort_by_key(|&(place, measure, _)| (place, measure));
    placed
}

/// Whether a control stands at an end of the section, as nearly as a receiver shows, and its
/// measure is that end's, as nearly as it is written. Where the two differ, the official length
/// counts, which is reported.
fn is_redundant_at_end(
    (place, measure, control): &Placed,
    whole: &Calibration,
    end: Place,
    problems: &mut Problems,
) -> bool {
    let to_end = end.metres() - place.metres();
    let (off, official, name) = if place.metres() <= to_end {
        (place.metres(), Measure::ZERO, "start")
    } else {
        (to_end, whole.extent().to(), "end")
    };
    let differs = (*measure - official).mm().abs();
    if off > AMBIGUITY_MARGIN || differs > 0 && differs >= control.step.mm() {
        return false;
    }
    if differs > 0 {
        let message = format!(
            "the section's {name} is at {} in surveys.csv, less than a unit of the last digit from \
             this measure: that of surveys.csv is used",
            official.from_start()
        );
        let problem = Problem::at(control.source, message).field("measure_km");
        problems.warn(problem.value(&control.measure.km()));
    }
    true
}

/// The controls without those that repeat the one before at the same place, as twins do: the same
/// measure, as nearly as both are written.
fn without_doubles(placed: Vec<Placed>, problems: &mut Problems) -> Vec<Placed> {
    let mut kept: Vec<Placed> = Vec::new();
    for (place, measure, control) in placed {
        if let Some((before, first, other)) = kept.last()
            && *before == place
        {
            let differs = measure - *first;
            if differs == Length::ZERO {
                continue;
            }
            if differs < control.step.max(other.step) {
                let message = format!(
                    "the control of line {} stands at the same place and has {}, less than a unit \
                     of the last digit from this measure: that one is used",
                    other.source.line, other.measure
                );
                let problem = Problem::at(control.source, message).field("measure_km");
                problems.warn(problem.value(&control.measure.km()));
                continue;
            }
        }
        kept.push((place, measure, control));
    }
    kept
}

/// What is wrong with a control exactly at an end of the section: which two figures disagree.
fn disagreement(place: Place, measure: Measure, whole: &Calibration, end: Place) -> Option<String> {
    const SAME: f64 = 1e-3;
    let (name, official) = if place.metres() <= SAME {
        ("start", Length::ZERO)
    } else if end.metres() - place.metres() <= SAME {
        ("end", whole.total())
    } else {
        return None;
    };
    Some(format!(
        "the control stands at the section's {name} and says {}, but by surveys.csv that is at \
         {official}: correct the marker, the distance, or the length in surveys.csv",
        measure.from_start()
    ))
}

/// The longest run of points, in order of place, that strictly increases in both and stays within
/// the ends; of equally long ones that which departs least from an even scale. Quadratic: a
/// section has few controls.
fn longest_increasing(
    points: &[(Place, Measure)],
    whole: &Calibration,
    end: Place,
) -> Vec<(Place, Measure)> {
    let last = whole.extent().to();
    let inside = |&&(place, measure): &&(Place, Measure)| {
        Place::START < place && place < end && Measure::ZERO < measure && measure < last
    };
    let points: Vec<(Place, Measure)> = points.iter().filter(inside).copied().collect();
    // For each point the best run that ends there: how many, minus how far off, and the one before.
    let mut runs: Vec<(usize, i64, Option<usize>)> = Vec::new();
    for (i, &(place, measure)) in points.iter().enumerate() {
        let off = (measure - whole.measure(place)).mm().saturating_abs();
        let fits = |&j: &usize| points[j].0 < place && points[j].1 < measure;
        let before = (0..i).filter(fits).max_by_key(|&j| (runs[j].0, runs[j].1));
        let (count, so_far) = before.map_or((0, 0), |j| (runs[j].0, runs[j].1));
        runs.push((count + 1, so_far.saturating_sub(off), before));
    }
    let best = (0..points.len()).max_by_key(|&i| (runs[i].0, runs[i].1));
    let mut chain: Vec<_> =
        std::iter::successors(best, |&i| runs[i].2).map(|i| points[i]).collect();
    chain.reverse();
    chain
}
