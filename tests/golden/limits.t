#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The report says that KVM emulates what it need not on an AMD CPU without decode assists, of
# records of which that is true.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use JSON::PP ();
use Test::More;

# Before Golden changes the folder.
my $reference;
BEGIN { $reference = abs_path("$FindBin::Bin/../../data/reference"); }
use lib $Bin;
use Golden;

my $json = JSON::PP->new->canonical;

# Of the report on workloads with these many instructions that KVM emulated in all.
sub told {
	my ($name, %share) = @_;

	mkdir($_) for $name, "$name/records";
	for my $id (map { ("npt1.$_", "npt0.$_") } keys %share) {
		my $share = $share{$id =~ s/.*\.//r};
		open(my $in, '<', "$reference/records/bochs-svm.$id.s1.json") or die "$id: $!";
		my $r = $json->decode(do { local $/; <$in> });
		my $end = $r->{measured}{kvm_stats}{end};
		my $accesses = 0;
		my $rows = $r->{measured}{window}{net}{rows};
		$accesses += $rows->{$_}[0] for grep { $rows->{$_} } 0 .. 31;
		$end->{insn_emulation} = int($share * $accesses);
		open(my $out, '>', "$name/records/bochs-svm.$id.s1.json") or die "$name: $!";
		print $out $json->encode($r);
		close($out) or die "$name: $!";
	}
	my ($status, undef, $errors) = exitreport('report', $name);
	is($status, 0, "a report of a run $name decode assists") or diag($errors);
	return scalar(() = report_text() =~ /^- \*\*CPU time on AMD\.\*\*/mg);
}

is(told('without', boot => 1.2), 1, 'more instructions emulated than CRs accessed: no decode assists');
is(told('with', boot => 0.2), 0, 'fewer: the CPU has told KVM what it was');
is(told('devices', boot => 0.2, 'file-create' => 1.2), 0, 'or fewer in one of them: the others had devices');

done_testing();
