//! Maps for other programs: GeoJSON for any of them, a style for QGIS, GPX for phones, KML for
//! globes.

mod geojson;
mod nearness;
mod positions;
mod qgis;
mod titles;
mod tracks;
