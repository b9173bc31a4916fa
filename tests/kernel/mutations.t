#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# A test of the tests: each error planted in the series is noticed by the check that is
# there for it, and the same check has nothing against the series as it is. MUTANTS has the
# names of those to run, if not all.
use strict;
use warnings;
use lib 'tests';
use Laws;
use File::Temp qw(tempdir);
use FindBin qw($Bin);
use JSON::PP;
use lib $Bin;
use KernelTests;
use Test::More;

my $dir = tempdir(CLEANUP => 1);

# As if no law were broken: the runner calls such a cell failed, and of those nothing is compared.
sub as_if_good
{
	my ($record) = @_;
	my %good = (%$record, status => 'ok', measured => { %{$record->{measured}} });

	delete $good{error};
	return \%good;
}

sub broken_law
{
	my ($record, $name) = @_;
	my @broken = map { $_->{law} } grep { $_->{difference} } laws_of_record(as_if_good($record));

	return (grep { /$name/ } @broken)[0];
}

# What each check has against a record; undef if nothing.
my %against = (
	law => sub { my $law = broken_law($_[0], '^(?!mode|meter)'); return $law && "law \"$law\"" },
	# What L1 found wrong before L2 could say anything.
	error => sub { $_[0]{error} },
	mode => sub { my $law = broken_law($_[0], '^(mode|meter)$'); return $law && "law \"$law\"" },
	conformance => sub {
		my @not = ($_[0]{measured}{output} // '') =~ /^\s*not ok \d+ - (.*)/mg;
		return @not ? $not[0] : undef;
	},
	# KVM's selftests that the series brings: all are to pass, but for what the CPU lacks.
	selftest => sub {
		my $said = $_[0]{measured}{output} // '';
		return $_[0]{error} // 'no selftest' unless $said =~ /^exitmeter_test /m;
		return undef unless $said =~ /^(exitmeter_\w+ (?:fail|timeout))$/m;
		my $result = $1;
		return $said =~ /^#   ((?!.*(?:pid=|\.c:\d)).*\w.*)$/m ? "$result: $1" : $result;
	},
	verify => sub {
		my ($record) = @_;
		my $alone = tempdir(DIR => $dir);

		mkdir "$alone/records";
		open(my $f, '>', "$alone/records/$record->{cell}{id}.json") or die;
		print $f JSON::PP->new->encode(as_if_good($record));
		close($f);
		my $said = qx($ENV{EXITREPORT} verify $alone 2>&1);
		my ($verified, $differences) = $said =~ /cells compared: (\d+),.* differences: (\d+)/;
		return $said unless defined($differences);
		return $differences ? "$differences differences" : $verified ? undef : 'no cell to verify';
	},
);

# The test of the ledger in user space, with a planted error or without: what it has against
# the ledger. Without the races: they find what they look for by chance.
sub unit
{
	my ($patch) = @_;
	my $place = tempdir(DIR => $dir);
	my $said = qx(kvm-instrumentation/kvm-tree.sh @{[source()]} @{[series()]} $place/tree $patch 2>&1 &&
		gcc -std=gnu11 -O1 -w -Itests/unit/kernel -I$place/tree/arch/x86/kvm -o $place/test tests/unit/test-exitmeter-ledger.c -lcmocka -pthread 2>&1);
	return "is not built: $said" if $?;
	$said = qx(CMOCKA_MESSAGE_OUTPUT=TAP timeout 300 $place/test 'test_race_*' 2>&1);
	return $said =~ /^not ok \d+ - (.*)/m ? $1 : $? ? "ended with $?" : undef;
}

sub header
{
	my ($file) = @_;
	my ($text) = slurp($file) =~ /^(.*?)^---$/ms;
	my ($name) = $file =~ m,([^/]+)\.patch$,;
	my %header = (name => $name, settings => '', $text =~ /^(Noticed-by|Cell|Settings): (.*)$/mg);

	die "$file: no check \"$header{'Noticed-by'}\"\n"
		unless $header{'Noticed-by'} eq 'unit' || $against{$header{'Noticed-by'}};
	return \%header;
}

sub verdict
{
	my ($mutant, $series, $planted) = @_;
	my $check = $mutant->{'Noticed-by'};

	judge('mutation', $mutant->{name}, !$series && $planted,
	      $series ? "$check is against the series itself: $series" :
	      $planted ? "$check: $planted" : "$check did not notice");
}

my %chosen = map { $_ => 1 } split(' ', $ENV{MUTANTS} // '');
my @all = grep { !%chosen || $chosen{$_->{name}} } map { header($_) } glob('tests/mutations/*.patch');
my @units = grep { $_->{'Noticed-by'} eq 'unit' } @all;

# Cells that differ in nothing but KVM are run in one go, with the series as it is first.
my %groups;
for (grep { $_->{'Noticed-by'} ne 'unit' } @all) {
	push @{$groups{"$_->{Cell}\n" . ($_->{Settings} // '')}}, $_;
}

forget('mutation') unless %chosen;
if (@units) {
	my $series = unit('');

	verdict($_, $series, unit("tests/mutations/$_->{name}.patch")) for @units;
}
for my $key (sort keys %groups) {
	my ($cell, $settings) = split(/\n/, $key, -1);
	my ($platform, $paging, $workload) = split(' ', $cell);
	my @mutants = @{$groups{$key}};
	my $run = tempdir(DIR => $dir);
	my $verify = grep { $_->{'Noticed-by'} eq 'verify' } @mutants;

	open(my $f, '>', "$run/m.matrix") or die;
	print $f "platforms = $platform\npaging = $paging\nworkloads = $workload\n",
		'kvm = ', join(' ', 'patched', map { $_->{name} } @mutants), "\n$settings\n";
	close($f);
	my $records = run_matrix("$run/m.matrix", 'kernel', $run, $verify ? '--verify' : ());
	my %of = map { ($_->{cell}{settings}{kvm} => $_) } values %$records;
	for my $mutant (@mutants) {
		my $check = $against{$mutant->{'Noticed-by'}};
		my ($series, $planted) = map { $of{$_} ? $check->($of{$_}) : undef } 'patched', $mutant->{name};

		$series = 'no record' unless $of{patched};
		verdict($mutant, $series, $planted);
	}
}
done_testing();
