//! What a developer runs: serve, test, lint, tidy, bench, dist.

mod bench;
mod coach;
mod dist;
mod lint;
mod page;
mod pictures;
mod rights;
mod serve;
mod test;
mod tidy;
mod web;
mod workspace;

use clap::{Parser, Subcommand};

/// The one command line of a developer.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "What a developer of Steadfast runs",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

/// Everything that can be asked for.
#[derive(Subcommand)]
enum Task {
    /// Build the app, embed it, and start relay and app on http://localhost:4480 with ./data
    Serve(serve::Options),
    /// Build the app alone, and say where it is
    Web(web::Options),
    /// Run all tests, those in a browser too
    Test(test::Options),
    /// Measure what is promised in figures, and print one JSON line for each
    Bench(bench::Options),
    /// Teach the language coach
    #[command(subcommand)]
    Coach(coach::Task),
    /// Check formatting, clippy, tidy, licences, spelling and documentation
    Lint,
    /// Hold ARCHITECTURE.md and the rules of the house against the code
    Tidy,
    /// Write docs/who-may-do-what.md anew, from the rules
    Rights,
    /// Take the pictures of README.md anew, into docs/pictures
    Pictures,
    /// Build what is handed out: the command with the small app inside, and the app as a folder
    Dist,
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Serve(options) => serve::run(&options),
        Task::Web(options) => {
            println!("{}", web::build(&options)?.display());
            Ok(())
        }
        Task::Test(options) => test::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Coach(task) => coach::run(&task),
        Task::Lint => lint::run(),
        Task::Tidy => tidy::run(),
        Task::Rights => rights::write(),
        Task::Pictures => pictures::run(),
        Task::Dist => dist::run(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn every_task_can_be_asked_for() {
        Arguments::command().debug_assert();
    }
}
