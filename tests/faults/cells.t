#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Faults in the life of real cells, on the emulated machine: at each phase of a cell the runner, the
# emulator, or both are killed. The same command goes on from there, and every byte that is
# measured is that of the run that nothing disturbed.
use strict;
use warnings;
use lib 'tests/faults';
use Faults;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);

my @phases = split(' ', $ENV{FAULT_PHASES} // 'start l1 l2 window read');
setup_real(2, "platforms = bochs-vmx\npaging = tdp shadow\nworkloads = idle\n");

# Until one of the cells is in a phase.
sub wait_phase {
	my ($run, $phase) = @_;
	for (my $until = time + 300; time < $until; sleep(0.05)) {
		for my $log (glob("$run/work/*/console.log")) {
			return 1 if $phase eq 'start';
			open(my $f, '<', $log) or next;
			return 1 if join('', <$f>) =~ /exitmeter: phase \Q$phase\E /;
		}
	}
	return 0;
}

my %whom = ('kill -9 of exitbench' => sub { kill(KILL => $_[0]) },
	    'SIGTERM to exitbench' => sub { kill(TERM => $_[0]) },
	    # The guard is the first child, the keepers of the cells are the others.
	    'kill -9 of an emulator' => sub { my (undef, @keepers) = children($_[0]); kill(KILL => map { children($_) } @keepers) });
for my $row (sort keys %whom) {
	for my $phase (@phases) {
		my $run = folder();
		my $pid = start($run);
		ok(wait_phase($run, $phase), "a cell is in phase $phase");
		$whom{$row}->($pid);
		finish($pid, 600);
		if ($row =~ /emulator/) {
			my ($killed) = grep { /emulator was killed by signal 9 \(Killed\), in phase "\w+"/ } qx($Faults::build/exitbench status $run);
			ok($killed, 'status says which signal it was');
		}
		ok(tried("$row, real cells", "in phase $phase", $run), "$row in phase $phase");
	}
}
my ($tried, $good) = table();
is($good, $tried, 'no record is lost, invalid, or different');
done_testing();
