#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The ledger against the tracepoint: made-up records that agree, then one change each.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# KVM's statistics of single reasons, as rows of the ledger.
my %statistics = (
	VMX => { irq_exits => 1, irq_window_exits => 7, nmi_window_exits => 8, halt_exits => 12,
		 hypercalls => 18, io_exits => 30 },
	SVM => { irq_exits => 96, irq_window_exits => 100, nmi_window_exits => 116,
		 halt_exits => 120, hypercalls => 129, io_exits => 123 },
);

# The SVM rows that stand for VMX's in a record that is made into an SVM one.
my %svm_row = (0 => 65, 1 => 96, 10 => 114, 12 => 120, 28 => 16, 30 => 123, 48 => 256, 54 => 137,
	       55 => 141);

sub raw_reason
{
	my ($vendor, $row) = @_;

	return $vendor eq 'SVM' && $row >= 256 ? $row - 256 + 1024 : $row;
}

sub ledgers
{
	my ($r) = @_;

	return @{$r->{measured}{host_ledger}{end}};
}

# What the tracepoint and KVM count if they agree with the ledger.
sub trace
{
	my ($r) = @_;
	my $vendor = $r->{cell}{parameter} =~ /^npt/ ? 'SVM' : 'VMX';
	my (%count, %reasons, $hits, $exits);

	for my $ledger (ledgers($r)) {
		$count{$_} += $ledger->{rows}{$_}[0] for grep { /^\d/ } keys %{$ledger->{rows}};
		$exits += $ledger->{sums}{kvm_exits};
	}
	$r->{measured}{kvm_stats}{end} = {
		exits => $exits, nested_run => 0,
		map { ($_ => $count{$statistics{$vendor}{$_}} // 0) } keys %{$statistics{$vendor}},
	};
	for my $row (keys %count) {
		$reasons{raw_reason($vendor, $row)} = $count{$row};
		$hits += $count{$row};
	}
	$r->{measured}{tracepoint} = { hits => $hits, entries => scalar keys %reasons,
				       dropped => 0, reasons => \%reasons };
	return $r;
}

sub traced
{
	my ($from, %more) = @_;

	return trace(cell(from => "bochs-vmx.$from.s1", settings => { observer => 'hist' }, %more));
}

# Rows of a ledger under the numbers that SVM has for them.
sub renumber
{
	my ($ledger) = @_;
	my $rows = $ledger->{rows};

	$ledger->{rows} = { map { ($svm_row{$_} // $_) => $rows->{$_} } keys %$rows };
}

sub svm
{
	my ($r) = @_;
	my $window = $r->{measured}{window};

	renumber($window->{$_}) for qw(empty begin end net);
	renumber($_) for ledgers($r);
	$window->{meter}{vendor} = 'SVM';
	$window->{meter}{reasons} = 274;
	return trace($r);
}

# Two exits of port I/O with a bus lock: the tracepoint's reason has its flag.
sub lock_bus
{
	my ($r) = @_;
	my $tracepoint = $r->{measured}{tracepoint};

	$tracepoint->{reasons}{30} -= 2;
	$tracepoint->{reasons}{30 + 2**26} = 2;
	$tracepoint->{entries}++;
	(ledgers($r))[0]{sums}{bus_lock} = 2;
	return $r;
}

# A second vCPU like the first.
sub two_vcpus
{
	my ($r) = @_;
	my ($first) = ledgers($r);

	push @{$r->{measured}{host_ledger}{end}}, { %$first, vcpu => 1 };
	return trace($r);
}

# Without a window the parameter tells the vendor.
sub without_window
{
	my ($r) = @_;

	$r->{status} = 'unmeasured';
	delete @{$r->{measured}}{qw(window startup)};
	return $r;
}

my $fork = traced('ept0.fork');
my @good = (
	traced('ept1.boot'), traced('ept0.boot'), lock_bus(traced('ept1.fork')), $fork,
	two_vcpus(traced('ept1.fork', workload => 'spawn')),
	without_window(traced('ept0.fork', workload => 'exec')),
	svm(traced('ept1.boot', platform => 'tcg-svm', parameter => 'npt=1')),
);

run_of('run', @good);
expect(0, 'verify.txt', 'verify', 'verify', 'run');
expect(0, 'verify-all.txt', 'verify --all', 'verify', 'run', '--all');
expect(0, 'verify.csv', 'verify --csv', 'verify', 'run', '--csv');
expect(0, 'verify-cell.txt', 'verify of one cell', 'verify', 'run', $fork->{cell}{id});
is((exitreport('check', 'run'))[0], 0, 'check: the same laws hold');
refuse(1, 'no such cell', qr/no cell "nothing"; see the names in run\/records/, 'verify', 'run',
       'nothing');

# A run whose only cell is the one above, changed; it must not pass.
sub damaged
{
	my ($name, $pattern, $change, $record) = @_;

	raw_run_of('run', edit_record($record // $fork, $change));
	refuse(1, $name, $pattern, 'verify', 'run');
}

sub tracepoint { return $_[0]{measured}{tracepoint} }

sub statistics { return $_[0]{measured}{kvm_stats}{end} }

sub sums { return (ledgers($_[0]))[0]{sums} }

sub rows { return (ledgers($_[0]))[0]{rows} }

damaged('one exit that the tracepoint did not see', qr/reason +28 +CR_ACCESS +430 +429 +1 /,
	sub { my $t = tracepoint(@_); $t->{reasons}{28}--; $t->{hits}-- });
damaged('one exit under another reason', qr/reason +29 +DR_ACCESS +0 +1 +-1 /,
	sub { my $t = tracepoint(@_); $t->{reasons}{28}--; $t->{reasons}{29}++; $t->{entries}++ });
damaged('one exit that the ledger missed, its own total too',
	qr/reason +28 +CR_ACCESS +429 +430 +-1 .*law +statistic +vCPU 0/s,
	sub { rows(@_)->{28}[0]--; sums(@_)->{exits}-- });
damaged('a cycle too many', qr/law +time +vCPU 0.* 9,359,101 +9,359,100 +1 /,
	sub { rows(@_)->{28}[1]++ });
damaged('counts that do not add up', qr/law +counts +vCPU 0/, sub { sums(@_)->{exits}++ });
damaged("an exit that only KVM's statistic has", qr/unseen +difference +vmfail .* 0 +1 +-1 /,
	sub { statistics(@_)->{exits}++ });
damaged('emulated runs that are not in their row', qr/unseen +emulation .* 0 +3 +-3 /,
	sub { sums(@_)->{emulation} = 3; sums(@_)->{kvm_exits} += 3; statistics(@_)->{exits} += 3 });
damaged('a statistic of one reason', qr/statistic +io_exits +30 IO_INSTRUCTION +50 +51 +-1 /,
	sub { statistics(@_)->{io_exits}++ });
damaged('an interrupt window without an exit or an emulated run',
	qr/statistic +irq_window_exits +7 INTERRUPT_WINDOW +0 +1 +-1 /,
	sub { statistics(@_)->{irq_window_exits}++ });
damaged('a bus lock that the ledger does not have', qr/flag +bus_lock .* 0 +2 +-2 /,
	sub { sums(@_)->{bus_lock} = 0 }, $good[2]);
damaged('dropped exits', qr/histogram +dropped .* 0 +5 +-5 /, sub { tracepoint(@_)->{dropped} = 5 });
damaged('a histogram with other hits', qr/histogram +hits/, sub { tracepoint(@_)->{hits}++ });
damaged('a histogram with fewer reasons', qr/histogram +entries/,
	sub { tracepoint(@_)->{entries}++ });

# An interrupt window may open while KVM emulates; a HLT in real mode is no exit.
run_of('run', edit_record($good[1], sub {
	statistics(@_)->{irq_window_exits} += 30;
	statistics(@_)->{halt_exits} += 100;
}));
is((exitreport('verify', 'run'))[0], 0, 'statistics that emulated runs explain');
damaged('more than they explain', qr/irq_window_exits.* 30 +31 +-1 /,
	sub { statistics(@_)->{irq_window_exits} += 31 }, $good[1]);
run_of('run', edit_record($fork, sub { statistics(@_)->{nested_run} = 1;
				       statistics(@_)->{io_exits}-- }));
is((exitreport('verify', 'run'))[0], 0, 'statistics are left alone if there were nested guests');

# Records that can't be used.
sub unusable
{
	my ($name, $pattern, $change) = @_;

	damaged($name, qr/FAILED  bochs-vmx.ept0.fork.s1.observer-hist: $pattern/, $change);
}

unusable('no tracepoint', qr/no measured.tracepoint; run it again with 'exitbench run --verify'/,
	 sub { delete $_[0]{measured}{tracepoint} });
unusable('no ledger', qr/no ledger that L1 read at the VM's end/,
	 sub { $_[0]{measured}{host_ledger}{end} = undef });
unusable('no statistic', qr/no count "exits" in measured.kvm_stats.end/,
	 sub { delete statistics(@_)->{exits} });
# Those are found when the record is read.
sub malformed
{
	my ($name, $pattern, $change) = @_;

	damaged($name, qr/fork.s1.observer-hist.json: not a usable record: $pattern/, $change);
}

malformed('a negative count', qr/tracepoint: reason 28 has no count that can be/,
	 sub { tracepoint(@_)->{reasons}{28} = -1 });
malformed('a count that is text', qr/tracepoint: reason 28 has no count that can be/,
	 sub { tracepoint(@_)->{reasons}{28} = '430' });
malformed('a count beyond all bounds', qr/tracepoint: reason 28 has no count that can be/,
	 sub { tracepoint(@_)->{reasons}{28} = 2**60 });
malformed('a reason that is no number', qr/tracepoint: reason "EPT" is not a decimal number of 32 bits/,
	 sub { tracepoint(@_)->{reasons}{EPT} = 1 });
malformed('a reason of 33 bits', qr/tracepoint: reason "4294967296" is not a decimal number of 32 bits/,
	 sub { tracepoint(@_)->{reasons}{4294967296} = 1 });
malformed('no hits', qr/tracepoint: "hits" is missing or no count/, sub { delete tracepoint(@_)->{hits} });
malformed('no reasons', qr/tracepoint: no object "reasons"/, sub { tracepoint(@_)->{reasons} = [] });
unusable('a tracepoint that saw nothing', qr/the tracepoint counted no exit at all/,
	 sub { tracepoint(@_)->{reasons} = {}; tracepoint(@_)->{hits} = 0 });
malformed('a negative count in the ledger', qr/what L1 read, "end": vcpu 0: a count is negative/,
	 sub { rows(@_)->{28}[0] = -430 });
malformed('a vCPU without a number', qr/what L1 read, "end": a vCPU without a number/,
	 sub { delete((ledgers(@_))[0]{vcpu}) });
unusable('a cell that failed', qr/failed: the guest hangs/,
	 sub { $_[0]{status} = 'failed'; $_[0]{error} = 'the guest hangs' });
damaged('a cell that failed is compared nevertheless', qr/FAILED.*reason +28 +CR_ACCESS +429 /s, sub {
	rows(@_)->{28}[0]--;
	$_[0]{status} = 'failed';
});
damaged('no vendor', qr/neither a window nor the parameter tells whose/, sub {
	my $r = without_window(@_);

	$r->{cell}{parameter} = 'xpt=0';
	$r->{cell}{id} =~ s/ept0/xpt0/;
}, $good[5]);

run_of('run', cell(from => 'bochs-vmx.ept1.boot.s1'));
refuse(1, 'nothing to verify', qr/nothing to verify in run: no cell has a histogram/, 'verify', 'run');
refuse(1, 'nothing to verify, --csv', qr/run: nothing to verify/, 'verify', 'run', '--csv');
refuse(1, 'a cell that was not to be verified', qr/FAILED.*no measured.tracepoint/, 'verify', 'run',
       'bochs-vmx.ept1.boot.s1');
refuse(2, '-o is not for verify', qr/invalid option -- 'o'/, 'verify', 'run', '-o', 'x');
run_of('run', $fork);
unlink("run/records/$fork->{cell}{id}.json");
system('cp', "$Bin/records/bochs-vmx.ept1.boot.s1.json", 'run/records/');
refuse(1, 'a cell without a record', qr/MISSING bochs-vmx.ept0.fork.s1.observer-hist/, 'verify', 'run');

done_testing();
