#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The list of words that are not to be used: what it finds, and what it lets pass.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use FindBin qw($Bin);
use Test::More;

my $words = abs_path("$Bin/../words.pl");
chdir(tempdir(CLEANUP => 1)) or die;

sub said
{
	my ($name, $text) = @_;

	open(my $f, '>', $name) or die;
	print $f $text;
	close($f);
	my $said = `perl $words $name`;
	return ($said, $? >> 8);
}

sub found
{
	my ($name, $text, $pattern) = @_;
	my ($said, $status) = said($name, $text);

	like($said, $pattern, "found: $text");
	is($status, 1, "exit status: $text");
}

sub passes
{
	my ($name, $text) = @_;
	my ($said, $status) = said($name, $text);

	is($said, '', "passes: $text");
	is($status, 0, "exit status: $text");
}

found('a.md', "It makes 12 exits an\noperation.\n", qr/^a\.md:1: "exits an operation": rates have "per"/);
found('a.md', "One.\n\nTwo.\nThree cycles a second.\n", qr/^a\.md:4: "cycles a second"/);
found('a.md', "Its cost is taken off.\n", qr/"subtract"/);
found('a.md', "It is is so.\n", qr/a word twice/);
found('a.c', "static const char doc[] =\n\t\"the exits \"\n\t\"a second\";\n", qr/^a\.c:2: "exits a second"/);
passes('a.md', "It makes 12 exits per operation, and a second one follows.\n");
passes('a.md', "How many exits an operation makes follows from the code.\n");
passes('a.md', "@?timer The one\n  @?timer timer.\n");
passes('a.md', "In code: `exits a second`.\n\n```\nexits a second\n```\n");
passes('a.md', "| exits |\n|--:|\n| 12 |\n\n* an operation\n");
passes('a.c', "/* exits a second */\nint x; // cycles an exit\nputs(\"exits per second\");\n");
passes('a.c', "f(\"exits\", \"a second\");\n");

done_testing();
