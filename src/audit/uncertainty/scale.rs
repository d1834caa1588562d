//! How steady the scale of a survey is between its controls.

use crate::survey::Calibration;
use crate::units::Place;

/// The unsteadiness of a section's scale, estimated from its controls.
pub(super) struct Scale<'a> {
    map: &'a Calibration,
    /// Squared metres of error for each metre of a random walk; none without an inner control.
    pub(super) diffusion: Option<f64>,
}

impl<'a> Scale<'a> {
    /// Compares each inner control with the straight line between its neighbours: the variance of a
    /// random walk tied down `a` metres before and `b` metres behind is `ab / (a + b)` times that
    /// of a metre.
    pub(super) fn of(map: &'a Calibration) -> Self {
        let threes = map.pieces().flat_map(|knots| knots.windows(3));
        let inner = threes.map(|knots| {
            let [(p0, m0), (p1, m1), (p2, m2)] = [knots[0], knots[1], knots[2]];
            let (a, b) = (p1.metres() - p0.metres(), p2.metres() - p1.metres());
            let straight = (m2 - m0).metres() * a / (a + b);
            ((m1 - m0).metres() - straight).powi(2) * (a + b) / (a * b)
        });
        let each: Vec<f64> = inner.collect();
        let mean = each.iter().sum::<f64>() / each.len() as f64;
        Self { map, diffusion: (!each.is_empty()).then_some(mean) }
    }

    pub(super) fn is_known(&self) -> bool {
        self.diffusion.is_some()
    }

    /// Whether a place is a control or an end of the section.
    pub(super) fn is_pinned(&self, place: Place) -> bool {
        self.map.knots().binary_search_by(|knot| knot.0.cmp(&place)).is_ok()
    }

    /// The standard error of the measure at a place, in metres; none where nothing is known of the
    /// scale.
    pub(super) fn error_at(&self, place: Place) -> Option<f64> {
        let knots = self.map.knots();
        let behind = knots.partition_point(|knot| knot.0 < place).clamp(1, knots.len() - 1);
        let (before, next) = (knots[behind - 1].0.metres(), knots[behind].0.metres());
        let (a, b) = (place.metres() - before, next - place.metres());
        self.diffusion.map(|each| (each * (a * b / (a + b)).max(0.0)).sqrt())
    }
}
