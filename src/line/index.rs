//! A spatial index of edges that holds anywhere on the globe.

use rstar::{AABB, PointDistance, RTree, RTreeObject};

use crate::geodesy::{Ecef, Edge, LonLat, SMALLEST_RADIUS};

/// Boxes around edges in Earth-centred coordinates.
///
/// The straight distance to a box never exceeds the geodesic distance to the edge inside, so a
/// search by boxes misses nothing.
#[derive(Debug, Clone)]
pub(super) struct EdgeIndex(RTree<EdgeBox>);

#[derive(Debug, Clone)]
struct EdgeBox {
    bounds: AABB<[f64; 3]>,
    edge: usize,
}

impl EdgeBox {
    fn new(number: usize, edge: &Edge) -> Self {
        let (Ecef(a), Ecef(b)) = (Ecef::from(edge.start()), Ecef::from(edge.end()));
        // How far the geodesic can rise above its chord: the sagitta of its sharpest arc.
        let sagitta = edge.length() * edge.length() / (8.0 * SMALLEST_RADIUS);
        let rim = sagitta + 1e-3;
        let low = [0, 1, 2].map(|i| a[i].min(b[i]) - rim);
        let high = [0, 1, 2].map(|i| a[i].max(b[i]) + rim);
        Self { bounds: AABB::from_corners(low, high), edge: number }
    }
}

impl RTreeObject for EdgeBox {
    type Envelope = AABB<[f64; 3]>;
    fn envelope(&self) -> Self::Envelope {
        self.bounds
    }
}

impl PointDistance for EdgeBox {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        rstar::Envelope::distance_2(&self.bounds, point)
    }
}

impl EdgeIndex {
    pub(super) fn new(edges: &[Edge]) -> Self {
        let boxes = edges.iter().enumerate().map(|(i, edge)| EdgeBox::new(i, edge)).collect();
        Self(RTree::bulk_load(boxes))
    }

    /// The edges that can lie within `metres` of a point, in no order.
    pub(super) fn within(&self, point: LonLat, metres: f64) -> impl Iterator<Item = usize> + '_ {
        let Ecef(centre) = Ecef::from(point);
        self.0.locate_within_distance(centre, metres * metres).map(|b| b.edge)
    }

    /// All edges, each with the least distance in metres that it can have from a point, nearest
    /// first.
    pub(super) fn by_least_distance(
        &self,
        point: LonLat,
    ) -> impl Iterator<Item = (usize, f64)> + '_ {
        let Ecef(centre) = Ecef::from(point);
        self.0.nearest_neighbor_iter(centre).map(move |b| (b.edge, b.distance_2(&centre).sqrt()))
    }
}
