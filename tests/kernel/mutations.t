#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# A test of the tests: each error planted in the series is noticed by the check that is
# there for it, and the same check has nothing against the series as it is.
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

sub broken_law
{
	my ($record, $name) = @_;
	my @broken = map { $_->{law} } grep { $_->{difference} } laws_of_record($record);

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
	# As if no law were broken: a failed cell is not compared.
	verify => sub {
		my ($record) = @_;
		my $alone = tempdir(DIR => $dir);
		my %good = (%$record, status => 'ok', measured => { %{$record->{measured}} });

		delete $good{error};
		mkdir "$alone/records";
		open(my $f, '>', "$alone/records/$record->{cell}{id}.json") or die;
		print $f JSON::PP->new->encode(\%good);
		close($f);
		my $said = qx($ENV{EXITREPORT} verify $alone 2>&1);
		my ($verified, $differences) = $said =~ /cells compared: (\d+),.* differences: (\d+)/;
		return $said unless defined($differences);
		return $differences ? "$differences differences" : $verified ? undef : 'no cell to verify';
	},
);

sub header
{
	my ($file) = @_;
	my ($text) = slurp($file) =~ /^(.*?)^---$/ms;
	my ($name) = $file =~ m,([^/]+)\.patch$,;
	my %header = (name => $name, settings => '', $text =~ /^(Noticed-by|Cell|Settings): (.*)$/mg);

	die "$file: no check \"$header{'Noticed-by'}\"\n" unless $against{$header{'Noticed-by'}};
	return \%header;
}

# Cells that differ in nothing but KVM are run in one go, with the series as it is first.
my %groups;
for (map { header($_) } glob('tests/mutations/*.patch')) {
	push @{$groups{"$_->{Cell}\n" . ($_->{Settings} // '')}}, $_;
}

forget('mutation');
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
		my $check = $mutant->{'Noticed-by'};
		my %said = map { my $r = $of{$_};
				 ($_ => $r && $against{$check}->($r)) }
			('patched', $mutant->{name});

		judge('mutation', $mutant->{name},
		      $of{patched} && $of{$mutant->{name}} && !$said{patched} && $said{$mutant->{name}},
		      !$of{patched} || !$of{$mutant->{name}} ? 'no record' :
		      $said{patched} ? "$check is against the series itself: $said{patched}" :
		      $said{$mutant->{name}} ? "$check: $said{$mutant->{name}}" : "$check did not notice");
	}
}
done_testing();
