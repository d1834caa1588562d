//! Proposals for the real line become registrations when their rows are added to the file.

use std::fs;

use border_coverage::{
    Assigner, DataSet, DecimalMark, Goal, Ledger, Length, Proposal, ProposalOptions,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien");

#[test]
fn rows_of_proposals_are_read_as_registrations_of_the_same_length() {
    let data = DataSet::read(FOLDER).unwrap();
    let day = data.date().unwrap();
    for goal in [Goal::LeastDistance, Goal::FairestLoad] {
        for level in [None, Some("commune")] {
            let ledger = Ledger::close(data.border(), data.registry(), data.survey(), day).unwrap();
            let mut assigner = Assigner::new(data.border(), data.registry(), &ledger)
                .reaching(Length::from_km(10.0).unwrap());
            if let Some(level) = level {
                assigner = assigner.within_areas(level);
            }
            let options = ProposalOptions { goal, ..ProposalOptions::default() };
            let found = assigner.propose(&options).unwrap();
            assert!(!found.proposals.is_empty());

            let folder = tempfile::tempdir().unwrap();
            for entry in fs::read_dir(FOLDER).unwrap() {
                let entry = entry.unwrap();
                fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
            }
            let path = folder.path().join("registrations.csv");
            let mut rows = fs::read_to_string(&path).unwrap();
            assert_eq!(rows.lines().next().unwrap().trim(), Proposal::COLUMNS.join(","));
            for proposal in &found.proposals {
                rows.push_str(&proposal.fields(DecimalMark::Point).join(","));
                rows.push('\n');
            }
            fs::write(&path, rows).unwrap();
            let report = DataSet::read(folder.path()).unwrap().report(None, None).unwrap();
            assert_eq!(report.problems.len(), 0);
            assert_eq!(report.line.registered_mm, found.after.registered());
            assert_eq!(report.line.shared_mm, found.before.shared());
        }
    }
}
