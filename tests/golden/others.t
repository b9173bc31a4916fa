#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What other people's measurements predict, and what came of it: each outcome, from made-up cells.
use strict;
use warnings;
use FindBin qw($Bin);
use lib $Bin;
use Golden;
use Test::More;

# A boot whose rows are these, as [reason, nested, shadow]; %more as for cell().
sub boot
{
	my ($rows, %more) = @_;

	return map {
		my ($ept, $i) = ($_, $_ ? 1 : 2);

		edit_record(cell(from => "bochs-vmx.ept$ept.boot.s1", %more), sub {
			my $net = $_[0]{measured}{window}{net};

			for my $row (@$rows) {
				$net->{rows}{$row->[0]} = [$row->[$i], 0, 0, 0, 0, 0];
			}
			$net->{exits} = 0;
			$net->{exits} += $_->[0] for map { $net->{rows}{$_} } grep { /^\d+$/ } keys %{$net->{rows}};
		});
	} 1, 0;
}

# Both modes of a workload with these busy cycles.
sub both
{
	my ($workload, $pti, $busy, %more) = @_;

	return map {
		my ($ept, $i) = ($_, $_ ? 0 : 1);

		edit_record(cell(from => "bochs-vmx.ept$ept.fork.s1", workload => $workload, %more), sub {
			my $m = $_[0]{measured};

			delete $m->{startup};
			$m->{pti} = $pti;
			$m->{window}{net}{wall} = $busy->[$i] + $m->{window}{net}{blocked} + $m->{window}{net}{offcpu};
		});
	} 1, 0;
}

sub report
{
	run_of('run', @_);
	is((exitreport('report', 'run', '-o', 'REPORT.md'))[0], 0, 'report');
	return section('Do other people\'s measurements agree?') // '';
}

sub outcome
{
	my ($words, $outcome, $here, $name) = @_;
	my ($line) = grep { index($_, $words) >= 0 } split(/\n/, slurp('section'));
	my (undef, undef, undef, undef, $saw, $is) = split(/ *\| */, $line // '');

	is($is, $outcome, "$name: $outcome");
	like($saw, $here, "$name: here");
}

# The factors that were published are 3.30 and 24.8 for all exits, 111 and 474 for control registers,
# 0.196 and 0.661 for halts. A boot with LOCK prefixes left in is the control.
my @smp = (settings => { replace_smp => 'off' });
my $text = report(boot([[28, 100, 20_000], [12, 100, 40]]), boot([[28, 100, 12_000], [12, 100, 90]], @smp));
outcome('a boot: control', 'holds', qr/^`boot` .*200: 100 .* 20,000; `boot\.replace_smp-off` .*120$/, 'in the range, as the control');
outcome('a boot: all', 'direction holds, amount does not', qr/37\.1: 555 /, 'all exits');
outcome('a boot: halts', 'holds', qr/0\.40: 100 .* 40$/, 'which are none of a kernel that patches itself');
like($text, qr/\*\*of 3, 2 hold, 1 in direction only\.\*\*/, 'the tally');
unlike($text, qr/LOCK prefixes/, 'and no reason');
like($text, qr/^\| a boot: control registers \| course reports B and C \| .*111 to .*474 \|/m, 'the range is that of the sources');

# A distribution's boot is what they predict, of whatever CPU; the small one is not looked at then.
sub debian
{
	return map {
		edit_record($_, sub { @{$_[0]{workload}}{qw(measure system)} = qw(login debian) })
	} boot(@_, workload => 'boot-debian', settings => { cpu => 'skylake' });
}

$text = report(boot([[28, 100, 20_000]]), boot([[28, 100, 1000]], @smp), debian([[28, 200, 30_000]]));
outcome('a boot: control', 'holds', qr/^`boot-debian\.cpu-skylake` ×150: 200 .* 30,000$/, 'a distribution');
like($text, qr/The boot here is a Debian/, 'which is said');
unlike($text, qr/ends at the first process/, 'and no small boot');

$text = report(boot([[28, 100, 20_000]]), boot([[28, 100, 1000]], @smp));
outcome('a boot: control', 'in the range, **for another reason**', qr/200: 100 .* 20,000; .*10\.0$/, 'in the range, the control not');
like($text, qr/ 1 is in the range for another reason.*^.*kernel on one CPU that takes the LOCK prefixes/ms, 'with the reason');
report(boot([[28, 100, 20_000]]));
outcome('a boot: control', 'in the range, its reason untested', qr/: 100 .* 20,000$/, 'without a control');
report(boot([[28, 100, 1000]]));
outcome('a boot: control', 'direction holds, amount does not', qr/10\.0: 100/, 'below the range');
report(boot([[28, 100, 90], [12, 100, 110]]));
outcome('a boot: control', '**fails**', qr/0\.90: 100/, 'the other way');
outcome('a boot: halts', '**fails**', qr/1\.10: 100/, 'the other way');
unlike(report(boot([[28, 20, 20_000], [12, 100, 40]])), qr/control registers/, 'no factor of fewer than 30 exits');

# A published factor of CPU time, four times less and more, but in its direction: 1.34 for creating a file.
report(both('file-create', 'on', [1_000_000, 5_000_000]), both('file-create', 'off', [1_000_000, 9_000_000], settings => { pti => 'off' }));
outcome('0K file create, KPTI on', 'holds', qr/5\.0 \(there .*1\.34\)/, 'within four times; KPTI as there');
report(both('file-create', 'on', [1_000_000, 6_000_000]));
outcome('0K file create', '**fails**', qr/6\.0/, 'beyond');
report(both('file-create', 'on', [1_000_000, 900_000]));
outcome('0K file create', '**fails**', qr/0\.90/, 'the other way');
is(report(both('file-create', 'off', [1_000_000, 2_000_000])), '', 'nothing of what was published for another KPTI');

done_testing();
