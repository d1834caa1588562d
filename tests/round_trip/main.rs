//! Data sets are written and read back equal: those of folders, and those made in code.

mod folders;
mod made;
mod refused;

use border_coverage::DataSet;
use border_coverage::admin::Area;
use border_coverage::registry::Registration;

/// Everything that a data set holds but where it was read: settings, line, rows.
pub(crate) fn contents(data: &DataSet) -> [String; 4] {
    let (border, registry) = (data.border(), data.registry());
    let settings =
        format!("{} {} {:?} {:?}", data.title(), data.survey(), data.date(), data.csv_style());
    let sections: Vec<_> = border
        .sections()
        .iter()
        .map(|section| (section.id(), section.name(), section.line().parts().collect::<Vec<_>>()))
        .collect();
    let surveys: Vec<_> = border.surveys().iter().collect();
    let mut markers = border.markers().to_vec();
    markers.iter_mut().for_each(|marker| marker.marker.source = None);
    let line = format!("{sections:?} {surveys:?} {markers:?} {}", border.tolerance());
    macro_rules! rows {
        ($rows:expr) => {{
            let mut rows = $rows.to_vec();
            rows.iter_mut().for_each(|row| row.source = None);
            format!("{rows:?}")
        }};
    }
    let areas: &[Area] = registry.areas().areas();
    let places = [rows!(areas), rows!(registry.jurisdictions()), rows!(registry.villages())];
    // What is written comes before what is drawn.
    let mut registrations: Vec<Registration> = registry.registrations().to_vec();
    registrations.sort_by_key(|row| row.fields(data.csv_style().mark).is_none());
    let kept = [
        rows!(registrations),
        rows!(registry.pledges()),
        rows!(registry.keepers()),
        rows!(registry.works()),
        rows!(registry.groups()),
        rows!(registry.commendations()),
    ];
    [settings, line, places.join("\n"), kept.join("\n")]
}
