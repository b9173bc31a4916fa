#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What --help, the manual pages and the completion say of commands and options must be the same.
use strict;
use warnings;
use Encode qw(decode);
use Test::More;

my $build = $ENV{BUILD} // 'build';
my %programs = (exitmeter => "$build/exitmeter", 'exitmeter-host' => "$build/exitmeter --host", exitbench => "$build/exitbench",
		exitreport => "$build/exitreport");

# As a reader sees the page, not as it was made.
sub page_of {
	my ($name, $section) = @_;
	my $text = qx(MANWIDTH=100 man -l --warnings $build/manual/$name.$section 2>&1);

	is($?, 0, "$name($section) can be shown");
	my @wide = grep { length > 80 } map { s/.\x08//gr =~ s/\n//r } split(/^/, decode('UTF-8', scalar qx(MANWIDTH=80 man -l $build/manual/$name.$section 2>&1)));
	is("@wide", '', "$name($section): no line is too long for 80 columns");
	unlike($text, qr/^(warning|troff|groff|<standard)/m, "$name($section): nothing is wrong with it");
	return $text =~ s/.\x08//gr;
}

sub options_in_help {
	my ($text) = @_;
	my %found;

	for (split(/\n/, $text)) {
		next unless /^ {2}(-\S), (--[a-z][-a-z]*)/ || /^ {6}()(--[a-z][-a-z]*)/ || /^ {2}(-\S) {2,}()/;
		$found{$_} = 1 for grep { $_ ne '' } $1, $2;
	}
	return join(' ', sort keys %found);
}

sub options_in_page {
	my ($text) = @_;
	my %found;

	for (split(/\n/, $text)) {
		# Text can break before the name of another program's option, which is quoted.
		next unless /^ {7}(-\S[^']*)$/;
		$found{$_} = 1 for grep { defined } map { /^(--[a-z][-a-z]*|-[^\s-])/ ? $1 : undef } split(/, /, $1);
	}
	return join(' ', sort keys %found);
}

# What bash offers after some words.
sub completed {
	my ($name, @words) = @_;
	# "exitmeter-host" is a mode of exitmeter.
	unshift(@words, map { "--$_" } splice(@{[split(/-/, $name)]}, 1));
	$name =~ s/-.*//;
	my $line = join(' ', map { "'$_'" } $name, @words);
	my $last = @words;
	my $out = qx(bash -c ". $build/manual/completions/$name; compopt() { :; }; COMP_WORDS=($line); COMP_CWORD=$last; _$name; printf '%s ' \\\${COMPREPLY[@]}");

	chomp($out);
	return map { s/=$//r } split(/ /, $out);
}

for my $name (sort keys %programs) {
	my $program = $programs{$name};
	my $help = qx($program --help);
	my ($list) = $help =~ /^commands:\n((?:  .*\n)+)/mi;
	my @commands = map { /^  (\S+)/ } split(/\n/, $list);
	my $page = page_of($name, 1);
	my ($part) = $page =~ /^COMMANDS\n(.*?)(?=^\S)/ms;
	my %section = $part =~ /^   (\S+)\n((?:(?!^   ?\S).*\n)*)/mg;

	cmp_ok(scalar @commands, '>', 3, "$name: --help lists its commands");
	my ($all) = $page =~ /^OPTIONS\n(.*?)^COMMANDS\n/ms;
	is(options_in_page($all // ''), options_in_help($help), "$name: the page has the options of all commands");
	my ($version) = qx($program --version) =~ /^\S+ (\d[.\d]*)/;
	ok($version, "$name --version");
	like($page, qr/^Exitmeter \Q$version\E/m, "$name: the page is of this version");
	is(join(' ', sort keys %section), join(' ', sort @commands), "$name: the page has the same commands");
	is(join(' ', sort grep { !/^-/ } completed($name, '')), join(' ', sort @commands),
	   "$name: the completion has the same commands");
	for my $command (@commands) {
		my $options = options_in_help(scalar qx($program $command --help));

		isnt($options, '', "$name $command: has options");
		(my $own = " $options ") =~ s/ (?:-\?|-V|--help|--usage|--version)(?= )//g;
		is(options_in_page($section{$command} // ''), $own =~ s/^ | $//gr, "$name $command: the page has the same");
		is(join(' ', sort(completed($name, $command, '-'))), $options,
		   "$name $command: the completion has the same");
	}
}
is_deeply([completed('exitmeter', 'st')], ['stat'], 'completion of a command');
is_deeply([completed('exitmeter', 'stat', '--per')], ['--per-vcpu'], 'completion of an option');
is_deeply([completed('exitmeter', '--host', '--vm', 'web1', 'st')], ['stat'], 'completion behind --vm');
is_deeply([completed('exitmeter', '--host', '--vm', 'web1', 'stat', '--th')], ['--than'], 'and of its option');
is_deeply([completed('exitmeter', 'stat', '--', '-')], [], 'none of another command\'s');
# Bash takes "--vm=web1" for three words.
is_deeply([completed('exitmeter', '--host', '--vm', '=', 'web1', 'st')], ['stat'], 'completion behind --vm=');
is_deeply([completed('exitmeter', '-H', 'stat', '--th')], ['--than'], '-H is --host');
ok((grep { $_ eq 'true' } completed('exitmeter', 'stat', '-r', '5', '--', 'tru')), 'completion of a command to measure');
is_deeply([completed('exitmeter', '--host', 'stat', '--by', 'rip,po')], ['rip,port'], 'completion of one value of several');
for my $of ('exitmeter reasons --vendor', 'exitmeter top --sort', 'exitmeter-host --backend', 'exitmeter-host stat --by',
	    'exitbench exec --paging') {
	my ($name, @words) = split(/ /, $of);
	my @offered = completed($name, @words, '=');
	my $help = qx($programs{$name} @words[0 .. $#words - 1] --help);
	my ($text) = $help =~ /^ +(?:-\S, )?$words[-1]=(.*?)(?=^ +-|^$)/ms;

	cmp_ok(scalar @offered, '>', 1, "$of: values are offered");
	is(join(' ', grep { $text !~ /\b$_\b/ } @offered), '', "$of: --help has them");
	is_deeply([completed($name, @words, '')], \@offered, "$of: and without =");
}

my $library = page_of('libexitmeter', 3);
my %functions = map { $_ => 1 } $library =~ /\b(exitmeter_[a-z_]+)\(/g;
my $header = do { local (@ARGV, $/) = 'guest-agent/lib/exitmeter.h'; <> };
my %declared = map { $_ => 1 } $header =~ /^[a-z].*?\b(exitmeter_[a-z_]+)\(/mg;
is(join(' ', sort keys %functions), join(' ', sort keys %declared), 'libexitmeter(3) has the header\'s functions');

my $abi = page_of('exitmeter-abi', 7);
my $md = do { local (@ARGV, $/) = 'kvm-instrumentation/ABI.md'; <> };
my %leaves = map { $_ => 1 } $md =~ /(0x4[0-9a-f]{7})/g;
is(scalar(grep { $abi !~ /$_/ } keys %leaves), 0, 'exitmeter-abi(7) has each leaf of ABI.md');
for my $word (qw(generation STARTUP Histograms exitmeter_detail)) {
	like($abi, qr/$word/i, "exitmeter-abi(7): $word");
}
unlike($abi, qr/^ *\|/m, 'and its tables are lists');
unlike($abi, qr/\*\*|`/, 'and nothing is left of the mark-up');

done_testing();
