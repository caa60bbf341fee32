// A real program for process specs: each verb is one way a process can behave.
return args is ["exit", var code] ? int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) : 64;
