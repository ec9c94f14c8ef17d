//! Every case of the command line is a file in `cmd/`.

#[test]
fn the_command_says_what_it_should() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("tests/cmd/*.md");
}
