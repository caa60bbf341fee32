return args is ["doctor-runner", var folder] ? await OpenClaw.Host.Doctors.ClaudeCode.DoctorRunner.Run(folder) : 0;
