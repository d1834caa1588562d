//! A stretch divided among the villages that hold it: each place to the nearest.

use super::WhyUndecided;
use super::allocate::Verdicts;
use crate::audit::AuditError;
use crate::border::AddressError;
use crate::geodesy::{LonLat, distance};
use crate::id::SurveyId;
use crate::key::VillageKey;
use crate::line::Polyline;
use crate::registry::Village;
use crate::span::Span;
use crate::survey::Calibration;

/// Gives each place to the nearest of some villages, exact on the ground and rounded to whole
/// millimetres of the survey; of those as near, to the first by id.
pub(super) fn nearer(
    line: &Polyline,
    (survey, map): (&SurveyId, &Calibration),
    span: Span,
    villages: &[VillageKey],
    all: &[Village],
) -> Result<Verdicts, AuditError> {
    let mut by_id = villages.to_vec();
    by_id.sort_by(|&a, &b| all[a].id.cmp(&all[b].id));
    let mut points: Vec<LonLat> = Vec::with_capacity(by_id.len());
    for &village in &by_id {
        match all[village].at {
            Some(at) => points.push(at),
            None => {
                let why = WhyUndecided::NoPlace(all[village].id.clone());
                return Ok(Verdicts::none(span, why));
            }
        }
    }
    let beyond = |reason| AddressError::Beyond { survey: survey.clone(), reason };
    let from = map.place(span.from()).map_err(beyond)?;
    let to = map.place(span.to()).map_err(beyond)?;
    let mut verdicts = Verdicts::default();
    if from >= to {
        // A survey may count millimetres that are one place on the ground.
        verdicts.award(span, by_id[nearest(line.at(from)?, &points)], None);
        return Ok(verdicts);
    }
    let parts = line.divide_stretch(&points, from, to, f64::INFINITY)?;
    let mut reached = span.from();
    for (i, part) in parts.iter().enumerate() {
        let last = i + 1 == parts.len();
        let end = if last { span.to() } else { map.measure(part.to).min(span.to()) };
        if let (Some(stretch), Some(nearest)) = (Span::nonempty(reached, end), part.nearest) {
            verdicts.award(stretch, by_id[nearest], None);
            reached = end;
        }
    }
    Ok(verdicts)
}

/// The first of the points that are nearest to a place.
fn nearest(at: LonLat, points: &[LonLat]) -> usize {
    let far = |&i: &usize| distance(points[i], at);
    (0..points.len()).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0)
}
