//! What a user would pick instead.

use border_coverage::LonLat;
use border_coverage::geodesy::Edge;
use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, PointDistance, RTree, RTreeObject};

/// The plain way: an R-tree of single edges in degrees. Its nearest edge is the nearest in
/// degrees, and there is no foot on the ground.
pub(crate) struct TreeInDegrees(RTree<GeomWithData<Line<[f64; 2]>, u32>>);

impl TreeInDegrees {
    pub(crate) fn new(line: &[LonLat]) -> Self {
        let edge = |(i, w): (usize, &[LonLat])| {
            GeomWithData::new(Line::new(<[f64; 2]>::from(w[0]), <[f64; 2]>::from(w[1])), i as u32)
        };
        Self(RTree::bulk_load(line.windows(2).enumerate().map(edge).collect()))
    }

    /// The edge that is nearest in degrees, and where in degrees.
    pub(crate) fn nearest(&self, point: LonLat) -> Option<(u32, [f64; 2])> {
        let point = <[f64; 2]>::from(point);
        self.0.nearest_neighbor(point).map(|e| (e.data, e.geom().nearest_point(&point)))
    }
}

/// The same tree in Earth-centred coordinates, with geodesic feet by Karney's algorithm: exact,
/// and slow.
pub(crate) struct TreeOnTheGlobe(RTree<EdgeBox>);

struct EdgeBox {
    bounds: AABB<[f64; 3]>,
    edge: Edge,
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

impl TreeOnTheGlobe {
    pub(crate) fn new(edges: &[Edge]) -> Self {
        let boxes = edges.iter().map(|&edge| {
            let (a, b) = (earth_centred(edge.start()), earth_centred(edge.end()));
            let rim = edge.length() * edge.length() / (8.0 * 6_335_439.0) + 1e-3;
            let low = [0, 1, 2].map(|i| a[i].min(b[i]) - rim);
            let high = [0, 1, 2].map(|i| a[i].max(b[i]) + rim);
            EdgeBox { bounds: AABB::from_corners(low, high), edge }
        });
        Self(RTree::bulk_load(boxes.collect()))
    }

    /// The distance of the nearest place, in metres.
    pub(crate) fn nearest(&self, point: LonLat) -> f64 {
        let centre = earth_centred(point);
        let mut best = f64::INFINITY;
        for found in self.0.nearest_neighbor_iter(centre) {
            if found.distance_2(&centre) > best * best {
                break;
            }
            best = best.min(found.edge.foot(point).distance);
        }
        best
    }
}

fn earth_centred(p: LonLat) -> [f64; 3] {
    let (sin_lat, cos_lat) = p.lat().to_radians().sin_cos();
    let (sin_lon, cos_lon) = p.lon().to_radians().sin_cos();
    let e2 = 0.006_694_379_990_141_317;
    let n = 6_378_137.0 / (1.0 - e2 * sin_lat * sin_lat).sqrt();
    [n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - e2) * sin_lat]
}
