//! The edges of a line one by one: which are neighbours, and the foot of a point on each.

use super::Polyline;
use crate::geodesy::{
    CLOSE, Ecef, Edge, GeoPoint, LonLat, ShortEdge, distance, straight_to_geodesic,
};

/// The place of an edge that is nearest to a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hit {
    pub(super) edge: usize,
    pub(super) spot: Spot,
    pub(super) distance: f64,
}

/// Where on an edge a foot stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Spot {
    Start,
    End,
    /// Metres from its start, and the same place in Earth-centred coordinates.
    Inside(f64, Ecef),
}

/// Feet closer than this to a vertex, in metres, stand on it.
const ON_VERTEX: f64 = 1e-6;

impl Polyline {
    pub(super) fn edge_length(&self, edge: usize) -> f64 {
        self.places[edge + 1] - self.places[edge]
    }

    #[inline]
    fn short_edge(&self, edge: usize) -> Option<ShortEdge> {
        ShortEdge::new(self.runs.vertex(edge), self.runs.vertex(edge + 1))
    }

    /// A vertex in both kinds of coordinates.
    pub(super) fn known(&self, vertex: usize) -> GeoPoint {
        GeoPoint { point: self.vertices[vertex], ecef: self.runs.vertex(vertex) }
    }

    /// The geodesic by Karney's algorithm; `None` cannot happen, since the line was built of it.
    pub(super) fn slow_edge(&self, edge: usize) -> Option<Edge> {
        Edge::new(self.vertices[edge], self.vertices[edge + 1]).ok()
    }

    /// The point of an edge so many metres from its start.
    pub(super) fn on_edge(&self, edge: usize, along: f64) -> LonLat {
        if let Some(short) = self.short_edge(edge) {
            let at = short.at((along / self.edge_length(edge)).min(1.0));
            return self.known(edge).lon_lat_of(at);
        }
        self.slow_edge(edge).map_or(self.vertices[edge], |slow| slow.at(along))
    }

    /// The foot of a point on an edge: by the series where its error bound holds, else by
    /// Karney's algorithm.
    #[inline]
    pub(super) fn hit(&self, edge: usize, sought: &GeoPoint) -> Hit {
        let length = self.edge_length(edge);
        if let Some(short) = self.short_edge(edge) {
            let foot = short.foot(sought.ecef);
            if foot.distance <= CLOSE {
                let (spot, distance) = match foot.share {
                    0.0 => (Spot::Start, foot.distance),
                    1.0 => (Spot::End, foot.distance),
                    share => {
                        let spot = spot(share * length, length, || foot.at);
                        return self.on_spot(edge, spot, foot.distance, sought);
                    }
                };
                return Hit { edge, spot, distance };
            }
        }
        self.slow_hit(edge, sought)
    }

    #[cold]
    fn slow_hit(&self, edge: usize, sought: &GeoPoint) -> Hit {
        let Some(slow) = self.slow_edge(edge) else {
            return self.at_start(edge, sought);
        };
        let foot = slow.foot(sought.point);
        let spot = spot(foot.along, slow.length(), || Ecef::from(slow.at(foot.along)));
        self.on_spot(edge, spot, foot.distance, sought)
    }

    /// A hit at a distance; on a vertex it is the vertex's own.
    fn on_spot(&self, edge: usize, spot: Spot, distance: f64, sought: &GeoPoint) -> Hit {
        match spot {
            Spot::Start => self.at_start(edge, sought),
            Spot::End => Hit { edge, spot, distance: self.vertex_distance(edge + 1, sought) },
            Spot::Inside(..) => Hit { edge, spot, distance },
        }
    }

    /// A hit on the first vertex of an edge.
    pub(super) fn at_start(&self, edge: usize, sought: &GeoPoint) -> Hit {
        Hit { edge, spot: Spot::Start, distance: self.vertex_distance(edge, sought) }
    }

    /// The distance of a vertex, to the last bit the same whichever edge asks.
    fn vertex_distance(&self, vertex: usize, sought: &GeoPoint) -> f64 {
        let near = straight_to_geodesic(sought.ecef, self.runs.vertex(vertex));
        if near <= CLOSE { near } else { distance(self.vertices[vertex], sought.point) }
    }

    /// The vertex a foot stands on, if any; on a ring the seam is the first.
    pub(super) fn vertex_of(&self, hit: &Hit) -> Option<usize> {
        match hit.spot {
            Spot::Start => Some(hit.edge),
            Spot::End if self.ring && hit.edge + 2 == self.vertices.len() => Some(0),
            Spot::End => Some(hit.edge + 1),
            Spot::Inside(..) => None,
        }
    }

    /// The edge that ends at a vertex, if the line does not begin or jump there.
    pub(super) fn edge_into(&self, vertex: usize) -> Option<usize> {
        match vertex {
            0 => self.ring.then(|| self.vertices.len() - 2),
            _ => (!self.runs.is_jump(vertex - 1)).then(|| vertex - 1),
        }
    }

    /// The edge that starts at a vertex, if the line does not end or jump there.
    pub(super) fn edge_out_of(&self, vertex: usize) -> Option<usize> {
        if vertex + 1 == self.vertices.len() {
            return self.ring.then_some(0);
        }
        (!self.runs.is_jump(vertex)).then_some(vertex)
    }
}

fn spot(along: f64, length: f64, at: impl FnOnce() -> Ecef) -> Spot {
    if along <= ON_VERTEX {
        Spot::Start
    } else if length - along <= ON_VERTEX {
        Spot::End
    } else {
        Spot::Inside(along, at())
    }
}
