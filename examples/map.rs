//! Pictures of a border.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data =
        border_coverage::DataSet::read(std::env::args().nth(1).unwrap_or("data/dien_bien".into()))?;
    let report = data.report(None, None)?;
    let t = std::time::Instant::now();
    std::fs::write("/tmp/wt/page-out0/map.svg", report.map_svg(border_coverage::Lang::English))?;
    std::fs::write(
        "/tmp/wt/page-out0/strip.svg",
        report.strip_svg(border_coverage::Lang::Vietnamese),
    )?;
    std::fs::write("/tmp/wt/page-out0/report.html", report.page(border_coverage::Lang::English))?;
    println!("{:?}", t.elapsed());
    Ok(())
}
