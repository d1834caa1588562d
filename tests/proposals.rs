//! Proposals for the real line become registrations when their rows are added to the file.

use std::fs;

use border_coverage::assign::{Goal, Proposal, ProposalOptions};
use border_coverage::number::DecimalMark;
use border_coverage::report::CsvStyle;
use border_coverage::{Address, DataSet, Length};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/dien_bien");

#[test]
fn rows_of_proposals_are_read_as_registrations_of_the_same_length() {
    let data = DataSet::read(FOLDER).unwrap();
    for goal in [Goal::LeastDistance, Goal::FairestLoad] {
        for level in [None, Some("commune")] {
            let far = Length::from_km(10.0).unwrap();
            let mut assigner = data.state(None, None).unwrap().assigner().reaching(far);
            if let Some(level) = level {
                assigner = assigner.within_areas(level);
            }
            let mut options = ProposalOptions::default();
            options.goal = goal;
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
                rows.push_str(&data.csv_style().line(proposal.fields(DecimalMark::Point)));
                rows.push('\n');
                written_with_commas_it_says_the_same(proposal);
            }
            fs::write(&path, rows).unwrap();
            let report = DataSet::read(folder.path()).unwrap().report(None, None).unwrap();
            assert_eq!(report.problems.len(), 0);
            assert_eq!(report.line.registered(), found.after.registered());
            assert_eq!(report.line.shared(), assigner.state().ledger().line().shared());
        }
    }
}

fn written_with_commas_it_says_the_same(proposal: &Proposal) {
    for separator in [b';', b','] {
        let style = CsvStyle { mark: DecimalMark::Comma, separator };
        let line = style.line(proposal.fields(style.mark));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .from_reader(line.as_bytes());
        let cells = reader.records().next().unwrap().unwrap();
        assert_eq!(cells.len(), Proposal::COLUMNS.len());
        let address = |place: usize| Address::parse(&cells[place], style.mark).unwrap();
        assert_eq!(
            (address(3), address(4)),
            (proposal.stretch.from.clone(), proposal.stretch.to.clone())
        );
    }
}

#[test]
fn a_line_of_csv_is_read_back_as_it_stood() {
    for cells in [["a\"b", "c;d"], ["two\nlines", "=1+1"], ["", ""], ["ends in\n", " x "]] {
        for separator in [b';', b',', b'\t'] {
            let line = CsvStyle { mark: DecimalMark::Point, separator }.line(cells);
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(separator)
                .has_headers(false)
                .from_reader(line.as_bytes());
            let read = reader.records().next().unwrap().unwrap();
            assert_eq!(read.iter().collect::<Vec<_>>(), cells, "{line}");
        }
    }
}
