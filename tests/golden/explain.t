#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What the exits for page tables were for, from made-up statistics that can be checked by hand.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Storable qw(dclone);
use Test::More;

# The host's ledger at the VM's end, with these exits by reason and no others.
sub ledger
{
	my ($r, %count) = @_;
	my $l = dclone($r->{measured}{host_ledger}{end}[0]);

	$l->{rows} = { map { $_ => [$count{$_}, 0, 0, 0, 0, 0] } keys %count };
	$_ = 0 for grep { !ref } values %{$l->{sums}};
	$l->{sums}{exits} += $_ for values %count;
	$l->{sums}{kvm_exits} = $l->{sums}{exits};
	return [$l];
}

# Statistics of a VM that has just begun, and by how much they grow.
my %begun = (exits => 0, pf_taken => 100, pf_fixed => 60, pf_guest => 20, pf_emulate => 10,
	     pf_mmio_spte_created => 4, pf_spurious => 5, insn_emulation => 30, tlb_flush => 7,
	     mmu_unsync => 9, pages_4k => 500);

sub statistics
{
	my (%more) = @_;

	return { map { $_ => $begun{$_} + ($more{$_} // 0) } keys %begun };
}

# Shadow paging: 1,100 faults, 1,000 of them in the window: 700 fixed, 200 reflected, 40 devices,
# 100 emulated, 20 devices found, 30 spurious, 10 again.
my $shadow = edit_record(cell(from => 'bochs-vmx.ept0.fork.s1'), sub {
	my ($r) = @_;

	$r->{measured}{kvm_stats} = {
		before => statistics(),
		after => statistics(pf_taken => 1060, pf_fixed => 700, pf_guest => 200,
				    pf_emulate => 120, pf_mmio_spte_created => 20,
				    pf_spurious => 30, insn_emulation => 160, tlb_flush => 50,
				    mmu_unsync => -3, pages_4k => 40),
		end => statistics(pf_taken => 9999, exits => 1661),
	};
	$r->{measured}{host_ledger}{before} = ledger($r, 0 => 150, 28 => 20, 10 => 3);
	$r->{measured}{host_ledger}{after} = ledger($r, 0 => 1250, 28 => 460, 14 => 50, 58 => 5,
						     10 => 103);
});
# Nested paging, all of the VM's life: 55 faults, of which 5 misconfigurations.
my $tdp = edit_record(cell(from => 'bochs-vmx.ept1.fork.s1'), sub {
	my ($r) = @_;

	$r->{measured}{kvm_stats} = { before => undef, after => undef,
		end => { %begun, exits => 1127, pf_taken => 50, pf_fixed => 40, pf_guest => 0, pf_emulate => 6,
			 pf_mmio_spte_created => 6, pf_spurious => 4 } };
	$r->{measured}{host_ledger}{end} = ledger($r, 48 => 50, 49 => 5, 28 => 2, 30 => 1070);
});

run_of('run', $tdp, $shadow);
expect(0, 'explain.txt', 'explain', 'explain', 'run');
expect(0, 'explain.csv', 'explain --csv', 'explain', 'run', 'fork', '--csv');
is((exitreport('tables', 'run'))[0], 0, 'tables');
same('run/tables/page-tables.csv', 'explain.csv', 'tables/page-tables.csv is the same');
is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report');
section('What the exits for page tables were for');
same('section', 'section-page-tables.md', 'the section of the report');
like(section('KVM\'s statistics about page tables'), qr/^\| pf_guest \|/m,
     'the report says what the statistics count');

# What is outside of the window is counted, not guessed, and no column is always empty.
like(section('What the exits for page tables were for'), qr/a little more than the window: 235 exits more, of which 100 are faults;/,
     'the report says how much is outside of the windows');
unlike(section('What the exits for page tables were for'), qr/thousand exits|read-only|filled \||mmu_recycled/,
       'no guess, no word of its own, no empty column');

refuse(1, 'explain: unknown workload', qr/no measurements of a workload "spoon"/,
       'explain', 'run', 'spoon');

# Records that lack something.
run_of('run', $tdp, edit_record($shadow, sub {
	delete $_[0]{measured}{kvm_stats}{before}{pf_guest};
}));
my ($status, $out, $errors) = exitreport('explain', 'run');
is($status, 0, 'explain: one mode without an account');
like($out, qr/^ept=0: no account of this record: it has no statistic pf_guest\.$/m,
     'explain: says which statistic it has not');
like($out, qr/^faults +55 +4\.9 %/m, 'explain: the other mode is there');
(undef, undef, $errors) = exitreport('tables', 'run');
like($errors, qr/ept0\.fork\.s1\.json: not in the account of page tables: .*pf_guest/,
     'tables: says so, too');

run_of('run', $tdp, edit_record($shadow, sub {
	$_[0]{measured}{host_ledger}{before} = [];
}));
(undef, $out) = exitreport('explain', 'run');
like($out, qr/^ept=0: no account .* no ledgers of the host/m,
     'explain: says that the ledgers of that time are not there');

run_of('run', $tdp, edit_record($shadow, sub {
	$_[0]{measured}{kvm_stats}{after}{pf_fixed} = -1;
}));
(undef, $out) = exitreport('explain', 'run');
like($out, qr/^ept=0: no account .* no statistic pf_fixed/m, 'explain: a count that can\'t be');

done_testing();
