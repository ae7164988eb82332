"""Writes the workbooks beside it, as the libraries of Python do: openpyxl, XlsxWriter, xlwt, odfpy, msoffcrypto-tool.
kobo.xlsx and kobo-typed.xlsx come from formpack 3.0.0, with the settings of KPI; the second with xls_types_as_text off."""
import datetime as dt, openpyxl, xlsxwriter
from openpyxl.styles import numbers
D=dt.date(2024,3,1); T=dt.datetime(2024,3,1,10,15,31); H=dt.time(10,15); L=dt.timedelta(hours=27,minutes=30)
head=['id','facility','day','moment','time','length','beds','share','code','ok','note']
rows=[[254700000000001,'Zoé & <Co>',D,T,H,L,0.1+0.2,0.125,7,True,' two\nlines '],[123456789012345678,"d'Eau",dt.date(1900,2,28),dt.datetime(1999,12,31,23,59,59),dt.time(0,0),dt.timedelta(minutes=90),12.5,1,12,False,None]]
out=__file__.rsplit('/',1)[0]+'/'
# openpyxl
wb=openpyxl.Workbook(); ws=wb.active; ws.title='Data'; ws.append(head)
for r in rows:
    ws.append(r)
    n=ws.max_row; ws.cell(n,8).number_format='0.0%'; ws.cell(n,9).number_format='000'; ws.cell(n,6).number_format='[h]:mm'; ws.cell(n,5).number_format='h:mm'
wb.save(out+'openpyxl.xlsx')
wb.epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904
wb2=openpyxl.Workbook(); wb2.epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904; w=wb2.active; w.title='Data'; w.append(head)
for r in rows[:1]:
    w.append(r); w.cell(2,8).number_format='0.0%'; w.cell(2,9).number_format='000'; w.cell(2,6).number_format='[h]:mm'; w.cell(2,5).number_format='h:mm'
wb2.save(out+'openpyxl-1904.xlsx')
# write-only mode, formula without result
wb=openpyxl.Workbook(write_only=True); ws=wb.create_sheet('Data'); ws.append(['a','b']); ws.append([1,'=A2+1']); wb.save(out+'openpyxl-formula.xlsx')
def xw(path,const):
    wb=xlsxwriter.Workbook(path,{'constant_memory':const}); ws=wb.add_worksheet('Data')
    f={k:wb.add_format({'num_format':v}) for k,v in dict(d='dd/mm/yyyy',t='yyyy-mm-dd hh:mm:ss',h='hh:mm',l='[h]:mm',p='0.0%',c='000').items()}
    ws.write_row(0,0,head)
    for i,r in enumerate(rows,1):
        if i==1: ws.write_number(i,0,r[0])
        else: ws.write_string(i,0,str(r[0]))
        ws.write_string(i,1,r[1]); ws.write_datetime(i,2,r[2],f['d']); ws.write_datetime(i,3,r[3],f['t']); ws.write_datetime(i,4,r[4],f['h']); ws.write_datetime(i,5,r[5],f['l'])
        ws.write_number(i,6,r[6]); ws.write_number(i,7,r[7],f['p']); ws.write_number(i,8,r[8],f['c']); ws.write_boolean(i,9,r[9])
        if r[10]: ws.write_string(i,10,r[10])
    wb.close()
xw(out+'xlsxwriter.xlsx',False); xw(out+'xlsxwriter-constant-memory.xlsx',True)
wb=xlsxwriter.Workbook(out+'xlsxwriter-formula.xlsx'); ws=wb.add_worksheet('Data'); ws.write_row(0,0,['a','b']); ws.write(1,0,1); ws.write_formula(1,1,'=A2+1'); wb.close()
# others
import msoffcrypto
with open(out+'xlsxwriter-formula.xlsx','rb') as f:
    o=__import__('msoffcrypto.format.ooxml',fromlist=['x']).OOXMLFile(f)
    with open(out+'password.xlsx','wb') as g: o.encrypt('secret',g)
import xlwt
w=xlwt.Workbook(); s=w.add_sheet('Data'); s.write(0,0,'a'); s.write(1,0,1); w.save(out+'old.xls')
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table,TableRow,TableCell
from odf.text import P
d=OpenDocumentSpreadsheet(); t=Table(name='Data'); r=TableRow(); c=TableCell(); c.addElement(P(text='a')); r.addElement(c); t.addElement(r); d.spreadsheet.addElement(t); d.save(out+'libreoffice.ods')
