//! Lines compared within a tolerance, by the traits of `approx`.

use super::Polyline;
use crate::tolerance::close_by;

// Vertex by vertex in degrees, like the line strings of `geo_types`.
close_by!(Polyline, Polyline::vertex_pairs);

impl Polyline {
    /// The coordinates of both lines side by side; a pair that is never close where they do not
    /// have the same parts.
    fn vertex_pairs(&self, other: &Self) -> Vec<(f64, f64)> {
        if self.parts != other.parts {
            return vec![(0.0, f64::INFINITY)];
        }
        let vertices = self.vertices.iter().zip(&other.vertices);
        vertices.flat_map(|(a, b)| [(a.lon(), b.lon()), (a.lat(), b.lat())]).collect()
    }
}
