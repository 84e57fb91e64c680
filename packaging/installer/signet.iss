; Inno Setup 6: the installer for Windows, of what PyInstaller has built (build\installer\signet).
;   iscc /DVersion=0.1.0 packaging\installer\signet.iss
; For one person and without an administrator, unless somebody installs it for all. Nothing is started by itself, no
; service is made, and what a person did stays where it is when the program goes.

#ifndef Version
  #error Say which version: iscc /DVersion=0.1.0 ...
#endif

[Setup]
AppId={{6E1B0C5B-4B0E-4D0F-9B7B-6B2E0A3C51D7}
AppName={cm:ProgramName}
AppVersion={#Version}
AppPublisher=Signet
DefaultDirName={autopf}\Signet
DefaultGroupName={cm:ProgramName}
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
OutputDir=..\..\build\installer
OutputBaseFilename=signet-{#Version}-windows
UninstallDisplayIcon={app}\signet.exe
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
; A console that runs would keep its files; it is asked to end.
CloseApplications=yes
RestartApplications=no
ShowLanguageDialog=auto

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "zh"; MessagesFile: "ChineseSimplified.isl"

[CustomMessages]
en.ProgramName=Signet
zh.ProgramName=印信
en.DesktopIcon=Put an icon on the desktop
zh.DesktopIcon=在桌面上创建图标
en.StartNow=Start Signet
zh.StartNow=启动印信

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"; Flags: unchecked

[Files]
Source: "..\..\build\installer\signet\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[InstallDelete]
; Of the version before: a library that is gone must not be found.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\{cm:ProgramName}"; Filename: "{app}\signet.exe"; Parameters: "console"; AppUserModelID: "Signet.Console"
Name: "{autodesktop}\{cm:ProgramName}"; Filename: "{app}\signet.exe"; Parameters: "console"; Tasks: desktopicon

[Registry]
; signet://seal/SERIAL, as on a seal's body: of this person, or of all (HKA).
Root: HKA; Subkey: "Software\Classes\signet"; ValueType: string; ValueName: ""; ValueData: "URL:Signet"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\signet"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\signet\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: """{app}\signet.exe"",0"
Root: HKA; Subkey: "Software\Classes\signet\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\signet.exe"" console ""%1"""
; Started with the system by the person himself (app/services/autostart.py): gone with the program.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "signet"; ValueType: none; Flags: uninsdeletevalue

[Run]
Filename: "{app}\signet.exe"; Parameters: "console"; Description: "{cm:StartNow}"; Flags: nowait postinstall skipifsilent
