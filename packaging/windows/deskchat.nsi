; The installer for Windows: for one person, without an administrator. packaging/bundle/windows.py compiles it, on any system:
;   makensis -DVERSION=1.2.3 -DPAYLOAD=folder/* -DLICENSE=file -DICON=file.ico -DOUTPUT=setup.exe deskchat.nsi
Unicode true
Target amd64-unicode
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\deskchat"
!define CLASSES "Software\Classes"

Name "deskchat"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\deskchat"
InstallDirRegKey HKCU "Software\deskchat" "InstallDir"
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
BrandingText "deskchat ${VERSION}"

!include MUI2.nsh
!include FileFunc.nsh
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\deskchat.exe"
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "French"
LangString RUNS ${LANG_ENGLISH} "deskchat is running. Close it, then try again."
LangString RUNS ${LANG_GERMAN} "deskchat läuft. Schließen Sie es und versuchen Sie es noch einmal."
LangString RUNS ${LANG_FRENCH} "deskchat est ouvert. Fermez-le, puis réessayez."
LangString KEPT ${LANG_ENGLISH} "Your conversations and settings are kept."
LangString KEPT ${LANG_GERMAN} "Ihre Gespräche und Einstellungen bleiben erhalten."
LangString KEPT ${LANG_FRENCH} "Vos conversations et vos réglages sont conservés."

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductName" "deskchat"
VIAddVersionKey /LANG=${LANG_ENGLISH} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileVersion" "${VERSION}.0"
VIAddVersionKey /LANG=${LANG_ENGLISH} "FileDescription" "deskchat installer"
VIAddVersionKey /LANG=${LANG_ENGLISH} "CompanyName" "The deskchat contributors"
VIAddVersionKey /LANG=${LANG_ENGLISH} "LegalCopyright" "The deskchat contributors, MIT licence"

!macro REFUSE_WHILE_RUNNING
  ; a program that runs can't be opened for writing
  IfFileExists "$INSTDIR\deskchat.exe" 0 free
  ClearErrors
  FileOpen $0 "$INSTDIR\deskchat.exe" a
  IfErrors 0 closed
  MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNS)" /SD IDOK
  SetErrorLevel 3
  Quit
  closed:
  FileClose $0
  free:
!macroend

!macro REMOVE_PROGRAM
  ; never a mixture of two versions; nothing but what was installed is removed
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\deskchat.exe"
  Delete "$INSTDIR\deskchat-cli.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\THIRD-PARTY.txt"
!macroend

Section "deskchat"
  !insertmacro REFUSE_WHILE_RUNNING
  !insertmacro REMOVE_PROGRAM
  SetOutPath "$INSTDIR"
  File /r "${PAYLOAD}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\deskchat.lnk" "$INSTDIR\deskchat.exe"
  WriteRegStr HKCU "Software\deskchat" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "deskchat"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\deskchat.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The deskchat contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  ; model files may be opened with deskchat, which asks before it does anything; what opens them now stays. No URL scheme.
  WriteRegStr HKCU "${CLASSES}\deskchat.gguf" "" "Language model"
  WriteRegStr HKCU "${CLASSES}\deskchat.gguf\DefaultIcon" "" "$INSTDIR\deskchat.exe,0"
  WriteRegStr HKCU "${CLASSES}\deskchat.gguf\shell\open\command" "" '"$INSTDIR\deskchat.exe" "%1"'
  WriteRegNone HKCU "${CLASSES}\.gguf\OpenWithProgids" "deskchat.gguf"
SectionEnd

Section "Uninstall"
  !insertmacro REFUSE_WHILE_RUNNING
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\deskchat.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\deskchat"
  DeleteRegKey HKCU "${CLASSES}\deskchat.gguf"
  DeleteRegValue HKCU "${CLASSES}\.gguf\OpenWithProgids" "deskchat.gguf"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.gguf\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.gguf"
  DetailPrint "$(KEPT)"
SectionEnd
