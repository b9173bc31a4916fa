#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# What exitmeter top has on the screen, in a real terminal: of a meter that is not there, so that the
# figures are always the same.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use Time::HiRes qw(sleep time);

my $build = $ENV{BUILD} // 'build';
my $top = "$build/test-programs/exitmeter-simulated top -I 300";
my $dir = tempdir(CLEANUP => 1);
my ($tmux, $servers) = ('', 0);

plan skip_all => 'no tmux here' if system('tmux -V > /dev/null 2>&1');

sub screen {
	my $text = qx($tmux capture-pane -p);
	$text =~ s/[ \n]+$/\n/;
	return $text;
}

# Wait until the screen has it: the machine may be slow.
sub shows {
	my ($what, $name) = @_;
	my ($end, $text) = (time + 20, '');

	while (time < $end) {
		$text = screen();
		return pass($name) if $text =~ $what;
		sleep 0.1;
	}
	fail($name);
	diag($text);
}

# A golden screen: what differs is a fault, or to be looked at and kept.
sub golden {
	my ($file, $name) = @_;
	my $path = "tests/tools/screens/$file.txt";
	my $text = screen();

	if ($ENV{UPDATE_GOLDEN}) {
		open(my $f, '>', $path) or die "$path: $!";
		print $f $text;
	}
	open(my $f, '<', $path) or return fail("$name: no $path");
	local $/;
	is($text, <$f>, $name);
}

sub keys_sent { system("$tmux send-keys $_") for @_ }

sub start {
	my ($size, $environment) = @_;
	my ($x, $y) = split(/x/, $size);

	qx($tmux kill-server 2>&1) if $servers;
	$tmux = "tmux -S $dir/tmux" . ++$servers . ' -f /dev/null';
	system("$tmux new-session -d -x $x -y $y '$environment $top; echo ended \$?; exec sleep 1000'");
	shows(qr/EPT_VIOLATION/, "$size $environment: figures come");
}

start('80x24', 'env');
golden('reasons', '80x24: reasons');
keys_sent('s');
shows(qr/^by kernel/m, 's: sorted by kernel');
keys_sent('s', 's', 's');
shows(qr/^by blocked/m, 's: and on');
shows(qr{blkd/s\n +12 HLT}, 'the longest halted is the first');
keys_sent('/', '-l io_');
shows(qr/^filter: io__$/m, '/: a filter is typed');
shows(qr/share average.*\n 30 IO_INSTRUCTION.*\n\s*\n/, 'and works at once');
keys_sent('Enter', 'Enter');
shows(qr/what exits for/, 'Enter: what for');
keys_sent('Escape');
shows(qr/of those with "io_"/, 'Escape: back, the filter is kept');
keys_sent('/', 'Escape');
shows(qr/^by blocked$/m, 'Escape: the filter is dropped');
keys_sent('v');
shows(qr/vCPU 0 of 2/, 'v: one vCPU');
shows(qr{exits/s 3102 }, 'and its exits');
keys_sent('v', 'v');
shows(qr/2 vCPUs/, 'v: all again');
keys_sent('h');
shows(qr/h back/, 'h: help');
golden('help', '80x24: help fits');
keys_sent('h', 'p');
shows(qr/PAUSED/, 'p: paused');
keys_sent('p', 's', 's', 'Home', 'Down', 'Enter');
shows(qr/what exits for IO_INSTRUCTION/, 'Enter: keys of the reason under the cursor');
golden('keys', '80x24: keys');
keys_sent('Enter');
system("$tmux resize-window -x 60 -y 10");
shows(qr/\Aexitmeter top: .*\n.*\n.*\n.*\n 48 /, 'a smaller window: drawn anew');
my @lines = split(/\n/, screen());
is(scalar @lines, 10, 'and fills it');
system("$tmux resize-window -x 20 -y 3");
sleep 0.5;
system("$tmux resize-window -x 132 -y 50");
shows(qr/^q quit.*what the exits are for$/m, 'a tiny and a large one, too');
keys_sent('q');
shows(qr/^ended 0/m, 'q: quits');

# Descriptions of its own, where the system has none; a serial console's.
for my $term (qw(vt100 vt220 linux xterm)) {
	start('80x24', "env TERMINFO=/nowhere TERMINFO_DIRS=/nowhere HOME=/nowhere TERM=$term");
	keys_sent('q');
	shows(qr/^ended 0/m, "$term: quits");
}
qx($tmux kill-server 2>&1);
my $out = qx(TERM=nonesuch $top < /dev/null 2>&1);
is($? >> 8, 2, 'a terminal that nobody knows: status 2');
like($out, qr/nonesuch.*TERM=vt100/, 'and says what to do');
$out = qx(TERM=vt100 $top -n 2 < /dev/null);
is($? >> 8, 0, 'without a keyboard');

done_testing();
