# SPDX-License-Identifier: GPL-2.0
# A cluster of Slurm's on this machine, on the loopback device, in a folder of its own: munge,
# the controller, and nodes, each in a PID and a UTS namespace, so that the end of a node is
# that of all its processes at once, as when it loses power.
package Cluster;
use strict;
use warnings;
use File::Path qw(make_path);
use IO::Socket::INET;
use POSIX qw(setsid WNOHANG);
use Test::More;
use Time::HiRes qw(sleep time);

# A port that nobody has now.
sub free_port
{
	my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1', LocalPort => 0) or die "port: $!";
	return $s->sockport;
}

# A daemon in a session of its own; its output goes into a file.
sub spawn
{
	my ($self, $name, @command) = @_;

	my $pid = fork() // die "fork: $!";
	if (!$pid) {
		setsid();
		open(STDIN, '<', '/dev/null');
		open(STDOUT, '>', "$self->{dir}/log/$name.out");
		open(STDERR, '>&', \*STDOUT);
		exec(@command) or POSIX::_exit(127);
	}
	$self->{pid}{$name} = $pid;
}

sub write_file
{
	my ($path, $text, $mode) = @_;

	open(my $f, '>', $path) or die "$path: $!";
	print $f $text;
	close($f) or die "$path: $!";
	chmod($mode, $path) if $mode;
}

# new(dir => ..., nodes => { name => [cpus, MiB], ... })
sub new
{
	my ($class, %a) = @_;
	my $self = bless({ dir => $a{dir}, nodes => $a{nodes}, pid => {}, owner => $$ }, $class);
	my $dir = $a{dir};

	make_path("$dir/$_") for qw(log munge state);
	chmod(0755, $dir);
	open(my $random, '<', '/dev/urandom') or die;
	read($random, my $key, 128);
	write_file("$dir/munge/key", $key, 0400);
	chomp(my $host = `hostname`);
	my $lines = '';
	for my $name (sort keys %{$a{nodes}}) {
		my ($cpus, $memory) = @{$a{nodes}{$name}};
		my $port = free_port();

		$lines .= "NodeName=$name NodeHostname=$name NodeAddr=127.0.0.1 Port=$port CPUs=$cpus RealMemory=$memory\n";
	}
	my $port = free_port();
	# cred_expire is also how long a task waits that is started again.
	write_file("$dir/slurm.conf", <<"END");
ClusterName=exitmeter
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket,cred_expire=10
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool-%n
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd-%n.pid
SlurmctldLogFile=$dir/log/slurmctld
SlurmdLogFile=$dir/log/slurmd-%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerParameters=batch_sched_delay=1
ReturnToService=2
SlurmdTimeout=8
KillWait=5
InactiveLimit=0
MaxArraySize=@{[$a{max_array} // 1001]}
${lines}PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
	$ENV{SLURM_CONF} = "$dir/slurm.conf";
	$self->spawn('munged', 'munged', '--foreground', '--force', "--key-file=$dir/munge/key",
		     "--socket=$dir/munge/socket", "--pid-file=$dir/munge/pid",
		     "--log-file=$dir/munge/log", "--seed-file=$dir/munge/seed");
	$self->wait_for('munge', sub { -S "$dir/munge/socket" });
	$self->spawn('slurmctld', 'slurmctld', '-D', '-i');
	$self->start_node($_) for sort keys %{$a{nodes}};
	$self->wait_for('nodes', sub { (() = `sinfo -h -N -o %T 2>/dev/null` =~ /^idle$/mg) == keys %{$a{nodes}} });
	return $self;
}

sub wait_for
{
	my ($self, $what, $is_there, $seconds) = @_;
	my $end = time() + ($seconds // 60);

	until ($is_there->()) {
		if (time() > $end) {
			system("tail -n 20 $self->{dir}/log/* >&2");
			die "waited in vain for $what\n";
		}
		sleep(0.5);
	}
}

sub start_node
{
	my ($self, $name) = @_;

	$self->spawn($name, 'unshare', '--pid', '--fork', '--kill-child', '--mount-proc', '--uts',
		     'sh', '-c', "hostname $name && exec slurmd -D -N $name");
}

# As when it loses power: nothing of it is left.
sub kill_node
{
	my ($self, $name) = @_;

	kill('KILL', $self->{pid}{$name});
	waitpid(delete $self->{pid}{$name}, 0);
}

sub features
{
	my ($self, $node, $words) = @_;

	system('scontrol', 'update', "NodeName=$node", "AvailableFeatures=$words", "ActiveFeatures=$words") == 0
		or die "scontrol update $node";
}

# Tasks in the queue: [job, task, state, node].
sub queue
{
	return map { chomp; [split(/\|/, $_, -1)] } `squeue -h -r -o '%F|%K|%T|%N'`;
}

sub wait_empty
{
	my ($self, $seconds) = @_;

	$self->wait_for('the end of the queue', sub { !$self->queue }, $seconds);
}

sub stop
{
	my ($self) = @_;

	return if $$ != $self->{owner};
	# The nodes first: what they end they still tell the controller of.
	for my $name (sort { ($a =~ /^(?:munged|slurmctld)$/) <=> ($b =~ /^(?:munged|slurmctld)$/) } keys %{$self->{pid}}) {
		kill(exists $self->{nodes}{$name} ? 'KILL' : 'TERM', $self->{pid}{$name});
		waitpid($self->{pid}{$name}, 0);
	}
	$self->{pid} = {};
}

sub DESTROY
{
	my ($self) = @_;
	local $?;

	$self->stop;
}

1;
