//! An index of the villages by their coordinates.

use std::sync::Arc;

use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::geodesy::{Ecef, LonLat};
use crate::key::VillageKey;
use crate::registry::Village;

/// The key of a village, at its Earth-centred coordinates.
type VillageSite = GeomWithData<[f64; 3], VillageKey>;

/// More than the rounding error of a chord, in metres.
const ROUNDING: f64 = 1e-3;

/// The villages with a place. Chords through the Earth are never longer than ways on it, so they
/// show which villages can be left out.
#[derive(Debug, Clone)]
pub(super) struct Sites {
    /// In the order of the registry.
    all: Arc<[VillageKey]>,
    tree: Arc<RTree<VillageSite>>,
}

/// A lower bound of the geodesic between two points, in metres: the chord through the Earth.
pub(super) fn chord(a: Ecef, b: Ecef) -> f64 {
    a.distance_2(b).sqrt() - ROUNDING
}

impl Sites {
    pub(super) fn new(villages: &[Village]) -> Self {
        let site = |(key, village): (VillageKey, &Village)| {
            Some(VillageSite::new(Ecef::from(village.at?).0, key))
        };
        let sites: Vec<VillageSite> = VillageKey::each(villages).filter_map(site).collect();
        let all = sites.iter().map(|site| site.data).collect();
        Self { all, tree: Arc::new(RTree::bulk_load(sites)) }
    }

    /// All of them, in the order of the registry.
    pub(super) fn all(&self) -> &Arc<[VillageKey]> {
        &self.all
    }

    /// All that may be no farther than this from a point, in the order of the registry.
    pub(super) fn within(&self, point: LonLat, metres: f64) -> Vec<VillageKey> {
        let reach = metres + ROUNDING;
        if !reach.is_finite() {
            return self.all.to_vec();
        }
        let near = self.tree.locate_within_distance(Ecef::from(point).0, reach * reach);
        let mut near: Vec<VillageKey> = near.map(|site| site.data).collect();
        near.sort_unstable();
        near
    }

    /// All by their chord from a point, the shortest first, each with a lower bound of its
    /// geodesic distance.
    pub(super) fn nearest_first(
        &self,
        point: LonLat,
    ) -> impl Iterator<Item = (f64, VillageKey)> + '_ {
        let sites = self.tree.nearest_neighbor_iter_with_distance_2(Ecef::from(point).0);
        sites.map(|(site, squared)| (squared.sqrt() - ROUNDING, site.data))
    }
}
