//! How the examples open: arguments that they do not know are refused, and what goes wrong is told
//! in a sentence, with status 1.

use std::error::Error;
use std::process::ExitCode;

/// Runs an example that takes at most so many arguments, none of them an option but `--help`.
pub(crate) fn run(
    usage: &str,
    most: usize,
    example: impl FnOnce(&[String]) -> Result<(), Box<dyn Error>>,
) -> ExitCode {
    let done = arguments(usage, most).and_then(|arguments| match arguments {
        None => {
            println!("{usage}");
            Ok(())
        }
        Some(arguments) => example(&arguments),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The arguments; none where help is asked for.
fn arguments(usage: &str, most: usize) -> Result<Option<Vec<String>>, Box<dyn Error>> {
    let mut arguments = Vec::new();
    for argument in std::env::args_os().skip(1) {
        let argument =
            argument.into_string().map_err(|a| format!("{a:?} is no text: write it in UTF-8"))?;
        // A number below zero is no option.
        let option = argument.starts_with('-') && argument.parse::<f64>().is_err();
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            _ if option => return Err(format!("there is no option {argument}\n\n{usage}").into()),
            _ if arguments.len() == most => {
                return Err(format!("{argument} is one argument too many\n\n{usage}").into());
            }
            _ => arguments.push(argument),
        }
    }
    Ok(Some(arguments))
}
