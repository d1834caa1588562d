//! The edges of a line one by one: which are neighbours, and the foot of a point on each.

use super::Polyline;
use crate::geodesy::{
    CLOSE, Ecef, Edge, GeoPoint, LonLat, ShortEdge, distance, straight_to_geodesic,
};

/// The place of an edge nearest to a point: a foot of the line, if no neighbour comes nearer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CandidateFoot {
    pub(super) edge: usize,
    pub(super) position: EdgePosition,
    pub(super) distance: f64,
}

/// The position of a foot on its edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum EdgePosition {
    Start,
    End,
    /// Metres from its start, and the same place in Earth-centred coordinates.
    Inside(f64, Ecef),
}

/// A foot closer than this to a vertex, in metres, is the vertex.
const ON_VERTEX: f64 = 1e-6;

impl Polyline {
    pub(super) fn edge_length(&self, edge: usize) -> f64 {
        self.places[edge + 1] - self.places[edge]
    }

    #[inline]
    fn short_edge(&self, edge: usize) -> Option<ShortEdge> {
        ShortEdge::new(self.index.vertex(edge), self.index.vertex(edge + 1))
    }

    /// A vertex in both kinds of coordinates.
    pub(super) fn known(&self, vertex: usize) -> GeoPoint {
        GeoPoint { point: self.vertices[vertex], ecef: self.index.vertex(vertex) }
    }

    /// The geodesic by Karney's algorithm; never `None`, since building the line checked it.
    pub(super) fn slow_edge(&self, edge: usize) -> Option<Edge> {
        Edge::new(self.vertices[edge], self.vertices[edge + 1]).ok()
    }

    /// The point of an edge, `along` metres from its start.
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
    pub(super) fn candidate_on(&self, edge: usize, sought: &GeoPoint) -> CandidateFoot {
        let length = self.edge_length(edge);
        if let Some(short) = self.short_edge(edge) {
            let foot = short.foot(sought.ecef);
            if foot.distance <= CLOSE {
                let (position, distance) = match foot.share {
                    0.0 => (EdgePosition::Start, foot.distance),
                    1.0 => (EdgePosition::End, foot.distance),
                    share => {
                        let position = position(share * length, length, || foot.at);
                        return self.at_position(edge, position, foot.distance, sought);
                    }
                };
                return CandidateFoot { edge, position, distance };
            }
        }
        self.slow_candidate(edge, sought)
    }

    #[cold]
    fn slow_candidate(&self, edge: usize, sought: &GeoPoint) -> CandidateFoot {
        let Some(slow) = self.slow_edge(edge) else {
            return self.at_start(edge, sought);
        };
        let foot = slow.foot(sought.point);
        let position = position(foot.along, slow.length(), || Ecef::from(slow.at(foot.along)));
        self.at_position(edge, position, foot.distance, sought)
    }

    /// A candidate at a position; on a vertex its distance is the vertex's.
    fn at_position(
        &self,
        edge: usize,
        position: EdgePosition,
        distance: f64,
        sought: &GeoPoint,
    ) -> CandidateFoot {
        match position {
            EdgePosition::Start => self.at_start(edge, sought),
            EdgePosition::End => {
                CandidateFoot { edge, position, distance: self.vertex_distance(edge + 1, sought) }
            }
            EdgePosition::Inside(..) => CandidateFoot { edge, position, distance },
        }
    }

    /// A candidate on the first vertex of an edge.
    pub(super) fn at_start(&self, edge: usize, sought: &GeoPoint) -> CandidateFoot {
        CandidateFoot {
            edge,
            position: EdgePosition::Start,
            distance: self.vertex_distance(edge, sought),
        }
    }

    /// The distance of a vertex: bit for bit the same for both edges that meet there.
    fn vertex_distance(&self, vertex: usize, sought: &GeoPoint) -> f64 {
        let near = straight_to_geodesic(sought.ecef, self.index.vertex(vertex));
        if near <= CLOSE { near } else { distance(self.vertices[vertex], sought.point) }
    }

    /// The vertex on which a foot stands, if any; the seam of a ring is vertex 0.
    pub(super) fn vertex_of(&self, candidate: &CandidateFoot) -> Option<usize> {
        match candidate.position {
            EdgePosition::Start => Some(candidate.edge),
            EdgePosition::End if self.ring && candidate.edge + 2 == self.vertices.len() => Some(0),
            EdgePosition::End => Some(candidate.edge + 1),
            EdgePosition::Inside(..) => None,
        }
    }

    /// The edge that ends at a vertex, if the line does not begin or jump there.
    pub(super) fn edge_into(&self, vertex: usize) -> Option<usize> {
        match vertex {
            0 => self.ring.then(|| self.vertices.len() - 2),
            _ => (!self.index.is_jump(vertex - 1)).then(|| vertex - 1),
        }
    }

    /// The edge that starts at a vertex, if the line does not end or jump there.
    pub(super) fn edge_out_of(&self, vertex: usize) -> Option<usize> {
        if vertex + 1 == self.vertices.len() {
            return self.ring.then_some(0);
        }
        (!self.index.is_jump(vertex)).then_some(vertex)
    }
}

fn position(along: f64, length: f64, at: impl FnOnce() -> Ecef) -> EdgePosition {
    if along <= ON_VERTEX {
        EdgePosition::Start
    } else if length - along <= ON_VERTEX {
        EdgePosition::End
    } else {
        EdgePosition::Inside(along, at())
    }
}
